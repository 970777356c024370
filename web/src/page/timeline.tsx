/** The days of a network: one to show it as of, by its date or by sliding over its changes, and one to compare with. */
import { parseDate, type CalendarDate } from "@internationalized/date";
import { useEffect, useMemo, useRef, useState } from "react";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Label,
  Popover,
} from "react-aria-components";
import { useIntl } from "react-intl";
import type { PageState } from "../model/address";
import type { Answered, Days } from "./data";
import { dayInWords, useSay } from "./intl";
import { Missing } from "./missing";
import type { Change } from "./state";

interface Props {
  state: PageState;
  change: Change;
  days: Answered<Days>;
}

export default function Timeline({ state, change, days }: Props) {
  const say = useSay();
  const today = new Date().toISOString().slice(0, 10);
  const first = days.value?.[0]?.day ?? null;
  return (
    <section className="timeline" aria-label={say("time.title")}>
      <Day label={say("time.at")} day={state.at} earliest={first} latest={today} onChoose={(at) => change({ at, ...without(state.from, at) })} />
      <Missing what="days" of={days} />
      {days.value && days.value.length > 0 && (
        <Scrubber
          days={days.value}
          at={state.at}
          onChoose={(at) => change({ at, ...without(state.from, at) }, state.at === null ? "push" : "replace")}
        />
      )}
      <Day
        label={say("time.from")}
        day={state.from}
        earliest={first === null ? null : dayBefore(first)}
        latest={dayBefore(state.at ?? today)}
        onChoose={(from) => change({ from })}
      />
    </section>
  );
}

/** A comparison with a day that is not earlier any more ends. */
const without = (from: string | null, at: string | null) => (from !== null && at !== null && from >= at ? { from: null } : {});

const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

interface DayProps {
  label: string;
  day: string | null;
  earliest: string | null;
  latest: string;
  onChoose(day: string): void;
}

/** A day, by its parts or from a calendar. What is typed so far counts once it is a day that may be chosen. */
function Day({ label, day, earliest, latest, onChoose }: DayProps) {
  const [typed, setTyped] = useState<CalendarDate | null>(day === null ? null : parseDate(day));
  useEffect(() => setTyped(day === null ? null : parseDate(day)), [day]);
  const choose = (date: CalendarDate | null) => {
    setTyped(date);
    const chosen = date?.toString();
    if (chosen !== undefined && chosen !== day && chosen <= latest && (earliest === null || chosen >= earliest)) onChoose(chosen);
  };
  return (
    <DatePicker
      className="day"
      value={typed}
      onChange={choose}
      minValue={earliest === null ? null : parseDate(earliest)}
      maxValue={parseDate(latest)}
      granularity="day"
      shouldForceLeadingZeros
    >
      <Label>{label}</Label>
      <Group className="field">
        <DateInput className="parts">{(segment) => <DateSegment segment={segment} className="part" />}</DateInput>
        <Button>
          <span aria-hidden="true">▾</span>
        </Button>
      </Group>
      <Popover className="popover">
        <Dialog className="calendar">
          <Calendar>
            <header>
              <Button slot="previous">
                <span aria-hidden="true">‹</span>
              </Button>
              <Heading />
              <Button slot="next">
                <span aria-hidden="true">›</span>
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className="cell" />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

const PAUSE_MILLISECONDS = 250;
const TALLEST = 26;

interface ScrubberProps {
  days: Days;
  at: string | null;
  onChoose(day: string | null): void;
}

/** A slider over the days that had changes, with their number as bars; behind the last day stands the present. */
function Scrubber({ days, at, onChoose }: ScrubberProps) {
  const say = useSay();
  const intl = useIntl();
  const place = useMemo(() => (at === null ? days.length : Math.max(0, days.findLastIndex(({ day }) => day <= at))), [days, at]);
  const [moved, setMoved] = useState<number | null>(null);
  const timer = useRef(0);
  useEffect(() => setMoved(null), [place]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const move = (next: number) => {
    setMoved(next);
    window.clearTimeout(timer.current);
    // While it is drawn along, no network is asked for.
    timer.current = window.setTimeout(() => onChoose(days[next]?.day ?? null), PAUSE_MILLISECONDS);
  };
  const shown = moved ?? place;
  const named = days[shown];
  const between = moved === null && at !== null && named?.day !== at; // a day without changes
  const text = between ? dayInWords(intl, at) : named ? say("time.day", { date: dayInWords(intl, named.day), count: named.count }) : say("time.now");
  const most = days.reduce((found, { count }) => Math.max(found, count), 1);
  const bars = days.map(({ count }, index) => `M${index} ${TALLEST}V${TALLEST - Math.max(2, Math.sqrt(count / most) * TALLEST)}`);
  return (
    <div className="scrubber">
      <svg className={days.length > 120 ? "fine" : ""} viewBox={`0 0 ${days.length} ${TALLEST}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={bars.join("")} />
      </svg>
      <input
        type="range"
        min={0}
        max={days.length}
        value={shown}
        aria-label={say("time.scrubber")}
        aria-valuetext={text}
        onChange={(event) => move(Number(event.target.value))}
      />
      <output aria-hidden="true">{text}</output>
    </div>
  );
}
