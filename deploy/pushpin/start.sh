#!/bin/sh
# Starts Pushpin with the configuration beside this script. Pushpin reads its key from no file of its own, so it is written into a copy that
# only this user can read.
#
#   GATEWAY_KEY_FILE  holds the application variable `gateway_key`   required
#   RUN               where the copy, sockets and logs go            /run/mirubato-gateway
#   APP               the application, host:port                     127.0.0.1:3000
#   LISTEN            where browsers, or the proxy before, connect   127.0.0.1:7999
#   PORT_OFFSET       added to the ports 5560 to 5563                0
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
run=${RUN:-/run/mirubato-gateway}
key=$(cat "${GATEWAY_KEY_FILE:?names the file that holds gateway_key}")
case $key in
    *[!A-Za-z0-9_-]*) echo "gateway_key: only letters, digits, - and _, because Pushpin reads others in ways of its own" >&2; exit 1 ;;
esac
if [ "${#key}" -lt 32 ]; then
    echo "gateway_key: at least 32 characters" >&2
    exit 1
fi
mkdir -p "$run/log"
# By `printf` and not as an argument of a command: arguments are for everybody to see.
printf 's|@KEY@|%s|\n' "$key" > "$run/fill"
cat >> "$run/fill" <<FILL
s|@RUN@|$run|
s|@APP@|${APP:-127.0.0.1:3000}|
s|@LISTEN@|${LISTEN:-127.0.0.1:7999}|
s|@PORT_OFFSET@|${PORT_OFFSET:-0}|
FILL
for file in pushpin.conf routes; do
    sed -f "$run/fill" "$here/$file" > "$run/$file"
done
rm "$run/fill"
exec pushpin --config="$run/pushpin.conf" --merge-output
