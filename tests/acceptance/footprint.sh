# footprint.sh STEP SECONDS MODE, run by /bin/sh in a task's directory: does a little work, and leaves marks of it in
# .footprints, under a lock. Where the step of another execution still lives (frozen or not), it says OVERLAP there.
# MODE: good; bad = fails; flaky = every other attempt fails.
at() { date +%s.%N; }
exec 9>>.footprints
flock 9
mine=${TRAINYARD_ATTEMPT%.*.*}
ended=" "
starts=0
while read -r what attempt pid _; do
    case $what in
    end) ended="$ended$attempt " ;;
    start) case $attempt in *."$1".*) starts=$((starts + 1)) ;; esac ;;
    esac
done <.footprints
while read -r what attempt pid _; do
    [ "$what" = start ] && [ "${attempt%.*.*}" != "$mine" ] || continue
    case $ended in *" $attempt "*) continue ;; esac
    { read -r stat <"/proc/$pid/stat"; } 2>/dev/null || continue
    case ${stat##*) } in [ZX]*) ;; *) echo "OVERLAP $attempt $pid by $TRAINYARD_ATTEMPT" >&9 ;; esac
done <.footprints
echo "start $TRAINYARD_ATTEMPT $$ $(at)" >&9
flock -u 9
echo "begun $$" >"$1.txt"
for line in 1 2 3 4; do echo "$1 says $line in $$"; done
sleep "$2"
echo "done $$" >>"$1.txt"
flock 9
echo "end $TRAINYARD_ATTEMPT $$ $(at)" >&9
case $3 in
bad) exit 1 ;;
flaky) [ $((starts % 2)) = 1 ] || exit 1 ;;
esac
