#!/bin/sh
# Starts jetdeck, waits for it, and gives the terminal back where jetdeck cannot: a process that is killed, or that runs out of memory,
# has no last word. Everything else jetdeck does by itself. A shell takes a few milliseconds; a second Node would take as long as the first.

self=$0
case $self in
*/*) ;;
*) self=./$self ;;
esac
while [ -h "$self" ]; do
	link=$(readlink "$self")
	case $link in
	/*) self=$link ;;
	*) self=${self%/*}/$link ;;
	esac
done
program=${self%/*}/jetdeck.js

# glibc gives each thread of Node memory of its own, and takes none of it back: a transfer needs 15 MiB less without.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"

# Without a screen there is nothing to give back.
if ! [ -t 0 ] || ! [ -t 1 ]; then exec node "$program" "$@"; fi
for word; do
	case $word in
	report | request | completion | complete | man | help | -h | --help | -V | --version) exec node "$program" "$@" ;;
	esac
done

before=$(stty -g 2>/dev/null)

# In the background, since a shell that waits in the foreground takes no signal; of the terminal, which a shell withholds then.
exec 3<&0
node "$program" "$@" <&3 3<&- &
deck=$!
exec 3<&-

# Who ends this shell means jetdeck.
trap 'kill -TERM "$deck"' TERM
trap 'kill -HUP "$deck"' HUP
trap 'kill -INT "$deck"' INT
trap 'kill -QUIT "$deck"' QUIT

# A signal that comes ends the waiting too.
while :; do
	wait "$deck"
	code=$?
	kill -0 "$deck" 2>/dev/null || break
done

# Codes of a process that a signal has ended; those of signals on which jetdeck ends by itself (HUP, INT, QUIT and TERM) are left out.
case $code in
134) what='it was aborted (SIGABRT): it ran out of memory, or a library found a fault' ;;
137) what='it was killed (SIGKILL): by somebody, or by the system when memory ran out' ;;
132 | 133) what='it ran out of memory, or Node found a fault (SIGILL or SIGTRAP)' ;;
135 | 138 | 139) what='Node or a library failed (SIGSEGV or SIGBUS)' ;;
129 | 130 | 131 | 143) exit "$code" ;;
*)
	[ "$code" -gt 128 ] || exit "$code"
	what="signal $((code - 128)) ended it"
	;;
esac

# As in borrow.ts, in the same order.
[ -z "$before" ] || stty "$before" 2>/dev/null
printf '\033[?2026l'
if [ "$INK_SCREEN_READER" = true ]; then printf '\r\n'; else printf '\033[?1007r\033[?1049l'; fi
printf '\033[?25h\033[?2004l\033[?7h\033[0m\r'
echo "jetdeck ended: $what. The terminal is as it was before." >&2
exit "$code"
