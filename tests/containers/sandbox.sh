#!/usr/bin/env bash
# Runs a command beside a Docker of its own, `sandbox.sh COMMAND …`: DOCKER_HOST and DOCKER_CONFIG name that Docker, and
# TMPDIR is removed afterwards. Docker, the command and all containers have processes, mounts and a network apart from
# the machine's, which end with this script: a Docker that the machine has is not touched. apt-get installs what is
# missing. Each step has a limit in time. Where Docker cannot be started, the last lines say why.
set -euo pipefail

LONGEST_SECONDS=1500

fail() {
	printf '%s\n' "$@" >&2
	exit 1
}

inside() { # in the namespaces
	mount -t tmpfs tmpfs /run # a containerd of the machine would be used
	local names
	names=$(readlink --canonicalize-missing /etc/resolv.conf)
	mkdir -p "$(dirname "$names")" && touch "$names"
	echo "nameserver 10.0.2.3" >"$TMPDIR/resolv.conf" # slirp4netns', which asks the machine's
	mount --bind "$TMPDIR/resolv.conf" "$names"
	ip link set lo up
	for _ in {1..100}; do
		ip link show tap0 >/dev/null 2>&1 && break
		sleep 0.1
	done
	ip link show tap0 >/dev/null 2>&1 || fail "slirp4netns made no network:" "$(tail -n 5 "$TMPDIR/slirp4netns.log")"
	dockerd --host "$DOCKER_HOST" --data-root "$TMPDIR/data" --exec-root /run/docker --pidfile /run/docker.pid \
		--cgroup-parent "/$NAME" >"$TMPDIR/dockerd.log" 2>&1 &
	for _ in {1..300}; do
		if timeout 10 docker version >/dev/null 2>&1; then
			exec timeout --foreground --kill-after 30 "$LONGEST_SECONDS" "$@"
		fi
		kill -0 $! 2>/dev/null || break
		sleep 0.2
	done
	fail "dockerd did not start:" "$(tail -n 10 "$TMPDIR/dockerd.log")"
}

if [[ ${1:-} == --inside ]]; then
	inside "${@:2}"
fi

[[ $(uname) == Linux && $(id -u) == 0 ]] || fail "The tests with Docker need root on Linux: this is user $(id -u) on $(uname)."

missing() {
	local command
	for command in dockerd mmdebstrap slirp4netns ip; do
		command -v "$command" >/dev/null || echo "$command"
	done
}
lacking=$(missing | tr '\n' ' ')
if [[ $lacking ]]; then
	command -v apt-get >/dev/null || fail "Missing, and there is no apt-get to install it: $lacking"
	export DEBIAN_FRONTEND=noninteractive
	timeout 180 apt-get update -qq || fail "Missing: $lacking- \`apt-get update\` failed, so it could not be installed."
	# In a namespace, as the package would start a Docker for the machine.
	unshare --pid --fork --mount-proc --kill-child timeout --foreground 300 apt-get install -qq --yes \
		--no-install-recommends -o DPkg::Lock::Timeout=120 docker.io mmdebstrap slirp4netns iproute2 >/dev/null ||
		fail "Missing: $lacking- apt-get could not install the packages docker.io, mmdebstrap, slirp4netns and iproute2."
fi

export IN_SANDBOX=1 NAME=authority-network-$$
TMPDIR=$(mktemp --directory --tmpdir "$NAME.XXXX")
export TMPDIR DOCKER_HOST=unix://$TMPDIR/docker.sock DOCKER_CONFIG=$TMPDIR/config
mkdir -p "$DOCKER_CONFIG/cli-plugins"

groups_of_processes() {
	find /sys/fs/cgroup -depth -type d -path "*/$NAME*" "$@" 2>/dev/null
}

left_behind() { # processes and mounts name the folder in their table of mounts
	grep --files-with-matches --fixed-strings "$NAME" /proc/[0-9]*/mountinfo /proc/[0-9]*/cgroup 2>/dev/null
	groups_of_processes
	find "$TMPDIR" -maxdepth 0 2>/dev/null
}

clean() {
	local status=$?
	trap - EXIT
	[[ -z ${child:-} ]] || kill -KILL "$child" 2>/dev/null || true
	[[ -z ${slirp:-} ]] || kill -KILL "$slirp" 2>/dev/null || true
	{ wait; } 2>/dev/null
	local left
	for _ in {1..40}; do # the last processes may be ending still
		groups_of_processes -exec rmdir {} + || true
		rm -rf --one-file-system "$TMPDIR" 2>/dev/null || true
		left=$(left_behind || true)
		[[ $left ]] || exit "$status"
		sleep 0.5
	done
	fail "This stayed behind:" "$left"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Compose 2 is no package of Debian 12: the next release's is unpacked, and nothing installed.
if ! docker compose version >/dev/null 2>&1; then
	lists=$TMPDIR/apt
	mkdir -p "$lists"/{lists,cache/archives}/partial
	codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
	mirror=$(apt-get indextargets --format '$(SITE)' "Codename: $codename" 'Component: main' | awk 'NR == 1') || true
	[[ $mirror && -e /usr/share/keyrings/debian-archive-keyring.gpg ]] ||
		fail "Missing: the plugin \`docker compose\`, which is installed for you on Debian alone."
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$lists/sources.list"
	cat >"$lists/apt.conf" <<-END
		Dir::Etc::SourceList "$lists/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::State::Lists "$lists/lists";
		Dir::Cache "$lists/cache";
		Acquire::Languages "none";
		Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
		APT::Sandbox::User "root";
	END
	(
		export APT_CONFIG=$lists/apt.conf
		cd "$lists"
		timeout 120 apt-get update -qq && timeout 120 apt-get download -qq docker-compose docker-buildx
	) || fail "Missing: the plugin \`docker compose\`, which could not be fetched."
	for package in "$lists"/*.deb; do
		dpkg --extract "$package" "$lists/unpacked"
	done
	find "$lists/unpacked" -path '*/cli-plugins/*' -type f -exec cp {} "$DOCKER_CONFIG/cli-plugins/" \;
	rm -r "$lists"
	docker compose version || fail "The plugin \`docker compose\` does not run with this docker."
fi

# In one group, which has the share of one process, all containers together would wait for a busy machine.
if [[ -d /sys/fs/cgroup/cpu ]]; then
	mkdir "/sys/fs/cgroup/cpu/$NAME" && echo 8192 >"/sys/fs/cgroup/cpu/$NAME/cpu.shares"
fi

setpriv --pdeathsig KILL unshare --net --mount --pid --fork --mount-proc --kill-child "$0" --inside "$@" &
child=$!
for _ in {1..100}; do
	[[ $(readlink "/proc/$child/ns/net") == "$(readlink /proc/self/ns/net)" ]] || break
	sleep 0.1
done
setpriv --pdeathsig KILL slirp4netns --configure --disable-host-loopback "$child" tap0 >"$TMPDIR/slirp4netns.log" 2>&1 &
slirp=$!
wait "$child"
