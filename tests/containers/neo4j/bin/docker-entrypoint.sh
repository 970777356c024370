#!/bin/bash
# What docker-compose.yml and the tests use of the official image's entry point: NEO4J_AUTH is the first password,
# NEO4J_name_of__a_setting=value sets name.of_a.setting, /data and /logs are Neo4j's, and who starts as root goes on as
# the user neo4j, other commands too.
set -euo pipefail

as_neo4j=()
if [[ $(id -u) == 0 ]]; then
	as_neo4j=(setpriv --reuid neo4j --regid neo4j --init-groups)
	for folder in /data /logs; do
		[[ $(stat --format %U "$folder") == neo4j ]] || chown -R neo4j:neo4j "$folder"
	done
fi

declare -A settings=(
	[server.default_listen_address]=0.0.0.0
	[server.memory.pagecache.size]=512M
)
for name in "${!NEO4J_@}"; do
	case $name in
	NEO4J_AUTH | NEO4J_HOME) continue ;;
	esac
	setting=${name#NEO4J_}
	setting=${setting//__/ }
	setting=${setting//_/.}
	settings[${setting// /_}]=${!name}
done
for setting in "${!settings[@]}"; do
	echo "$setting=${settings[$setting]}"
done >"$NEO4J_HOME/conf/neo4j.conf"

if [[ $1 != neo4j ]]; then
	exec "${as_neo4j[@]}" "$@"
fi
if [[ ${NEO4J_AUTH:-none} != none && ! -e /data/databases/system ]]; then # it counts before the first start alone
	"${as_neo4j[@]}" neo4j-admin dbms set-initial-password "${NEO4J_AUTH#neo4j/}"
fi
heap=()
[[ -z ${settings[server.memory.heap.initial_size]:-} ]] || heap+=("-Xms${settings[server.memory.heap.initial_size]}")
[[ -z ${settings[server.memory.heap.max_size]:-} ]] || heap+=("-Xmx${settings[server.memory.heap.max_size]}")
opens=()
for package in java.nio java.io sun.nio.ch java.util.concurrent; do
	opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
exec "${as_neo4j[@]}" java "${heap[@]}" -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError "${opens[@]}" \
	-cp "$NEO4J_HOME/lib/*" org.neo4j.server.CommunityEntryPoint \
	"--home-dir=$NEO4J_HOME" "--config-dir=$NEO4J_HOME/conf" --console-mode
