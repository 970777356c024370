"""How far the fuzzing looks: a little, the same every time, or with `--hypothesis-profile long` far and elsewhere each time."""

from hypothesis import settings


def rounds(times: int) -> settings:
    """So many times the examples of the profile."""
    profile = settings.default
    assert profile is not None
    return settings(profile, max_examples=times * profile.max_examples)
