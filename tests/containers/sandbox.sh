#!/usr/bin/env bash
# Runs a command beside a Docker of its own: DOCKER_HOST and DOCKER_CONFIG name it, TMPDIR is forgotten afterwards.
# Docker, the command and all containers have processes, mounts and a network apart from the machine's, which end with
# this script: a Docker that the machine has is not touched. What is missing is installed by apt-get.
set -euo pipefail

inside() { # in the namespaces
	mount -t tmpfs tmpfs /run # a containerd of the machine would be used
	local names
	names=$(readlink --canonicalize-missing /etc/resolv.conf)
	mkdir -p "$(dirname "$names")" && touch "$names"
	echo "nameserver 10.0.2.3" >"$TMPDIR/resolv.conf" # slirp4netns', which asks the machine's
	mount --bind "$TMPDIR/resolv.conf" "$names"
	ip link set lo up
	dockerd --host "$DOCKER_HOST" --data-root "$TMPDIR/data" --exec-root /run/docker --pidfile /run/docker.pid \
		--cgroup-parent "/$NAME" >"$TMPDIR/dockerd.log" 2>&1 &
	for _ in {1..300}; do
		if docker version >/dev/null 2>&1; then
			exec timeout --foreground --kill-after 30 1800 "$@"
		fi
		sleep 0.2
	done
	echo "Docker did not start:" >&2
	tail -n 30 "$TMPDIR/dockerd.log" >&2
	exit 1
}

if [[ ${1:-} == --inside ]]; then
	inside "${@:2}"
fi

[[ $(uname) == Linux && $(id -u) == 0 ]] || {
	echo "Docker is tried as root on Linux alone: this is $(id -un) on $(uname)." >&2
	exit 1
}

missing() {
	local command
	for command in dockerd mmdebstrap slirp4netns ip; do
		command -v "$command" >/dev/null || echo "$command"
	done
}
if [[ $(missing) ]]; then
	command -v apt-get >/dev/null || {
		echo "Missing, and there is no apt-get to install them:" $(missing) >&2
		exit 1
	}
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# In a namespace, as the package would start a Docker for the machine.
	unshare --pid --fork --mount-proc --kill-child \
		apt-get install -qq --yes --no-install-recommends docker.io mmdebstrap slirp4netns iproute2 >/dev/null
fi

export IN_SANDBOX=1 NAME=authority-network-$$
TMPDIR=$(mktemp --directory --tmpdir "$NAME.XXXX")
export TMPDIR DOCKER_HOST=unix://$TMPDIR/docker.sock DOCKER_CONFIG=$TMPDIR/config
mkdir -p "$DOCKER_CONFIG/cli-plugins"

clean() {
	[[ -z ${child:-} ]] || kill -KILL "$child" 2>/dev/null || true
	[[ -z ${slirp:-} ]] || kill "$slirp" 2>/dev/null || true
	wait
	ip netns delete "$NAME" 2>/dev/null || true
	find /sys/fs/cgroup -depth -type d -path "*/$NAME*" -exec rmdir {} + 2>/dev/null || true
	for _ in {1..20}; do # the last processes may be ending still
		rm -rf --one-file-system "$TMPDIR" 2>/dev/null && return
		sleep 0.5
	done
	echo "$TMPDIR could not be removed." >&2
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
	[[ $mirror && -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || {
		echo "Missing: the plugin \`docker compose\`, which is installed for you on Debian alone" >&2
		exit 1
	}
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
	export APT_CONFIG=$lists/apt.conf
	(cd "$lists" && apt-get update -qq && apt-get download -qq docker-compose docker-buildx)
	for package in "$lists"/*.deb; do
		dpkg --extract "$package" "$lists/unpacked"
	done
	find "$lists/unpacked" -path '*/cli-plugins/*' -type f -exec cp {} "$DOCKER_CONFIG/cli-plugins/" \;
	unset APT_CONFIG
	docker compose version
fi

ip netns add "$NAME"
setpriv --pdeathsig KILL slirp4netns --configure --disable-host-loopback --netns-type path "/run/netns/$NAME" tap0 \
	>"$TMPDIR/slirp4netns.log" 2>&1 &
slirp=$!
setpriv --pdeathsig TERM nsenter "--net=/run/netns/$NAME" \
	unshare --mount --pid --fork --mount-proc --kill-child "$0" --inside "$@" &
child=$!
wait "$child"
