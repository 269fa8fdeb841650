#!/usr/bin/env bash
# The back-end `pass` on a store that is a git repository, as `pass git init`
# makes it and a team synchronises it: every change is a commit of its own, and
# what git refuses is said and loses nothing.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE/tests/pass.sh"
BACKEND=pass
address=(protocol=https host=git.example username=ann)
entry=ringbearer/https/git.example/ann

in_store() {
	git -C "$STORE" "$@"
}
# log: the subjects, newest first, of all that ringbearer did.
log() {
	in_store log --format=%s | grep ringbearer
}
kept() {
	answers "$1" "$2" "${address[@]}"
}
# git_store: a fresh one, with a repository.
git_store() {
	fresh_store
	git config --global user.name Ann
	git config --global user.email ann@pass.example
	git config --global init.defaultBranch main
	command pass git init >/dev/null 2>&1
}

git_store
ask store "${address[@]}" password=canary-1
same 'store' '0|' "$code|$err"
same 'it is committed' "Add $entry by ringbearer." "$(log)"
same 'nothing is left to commit' '' "$(in_store status --porcelain)"
echo words >"$STORE/README"
echo more >"$STORE/notes"
in_store add README
ask store "${address[@]}" password=canary-2
same 'store again' '0|' "$code|$err"
same 'that is a commit, too' "Replace $entry by ringbearer." "$(log | head -n 1)"
same 'of this file alone' "$entry.gpg" \
	"$(in_store show --name-only --format= HEAD)"
same "what others prepared stays so" $'A  README\n?? notes' \
	"$(in_store status --porcelain)"
holds 'pass git log has it' "$(command pass git log --format=%an:%s 2>&1)" \
	"Ann:Replace $entry by ringbearer."
ask store "${address[@]}" password=canary-2
same 'an unchanged store commits nothing' 2 "$(log | wc -l)"
ask store protocol=https host=git.example username=bob password=canary-3
ask erase protocol=https host=git.example
same 'erase' '0|' "$code|$err"
same 'is a commit of all that went' $'D\nD' \
	"$(in_store show --name-status --format= HEAD | cut -f 1)"
same 'and leaves nothing' $'A  README\n?? notes' \
	"$(in_store status --porcelain)"

# Never in the store of who calls: git sets these for its helpers.
git init -q "$WORK/other"
GIT_DIR=$WORK/other/.git GIT_WORK_TREE=$WORK/other GIT_INDEX_FILE=$WORK/index \
	ask store "${address[@]}" password=canary-4
same 'called by a git elsewhere' '0|' "$code|$err"
same 'the commit is here' "Add $entry by ringbearer." "$(log | head -n 1)"
same 'and not there' '' "$(git -C "$WORK/other" status --porcelain)"

# A repository of its own further down, as gopass mounts them.
mkdir -p "$STORE/ringbearer/https/sub.example"
git init -q "$STORE/ringbearer/https/sub.example"
ask store protocol=https host=sub.example username=ann password=canary-5
same 'the nearest repository has the commit' \
	'Add ringbearer/https/sub.example/ann by ringbearer.' \
	"$(git -C "$STORE/ringbearer/https/sub.example" log --format=%s)"

# What git may not, or cannot.
# noted NAME PART PASSWORD: stored, with a note on standard error.
noted() {
	ask store "${address[@]}" "password=$3"
	same "$1: exit code" 0 "$code"
	holds "$1: a note" "$err" "the entry is kept, but not committed: $2"
	holds "$1: what to do" "$err" "hint: commit it: git -C '$STORE'"
	kept "$1: it is kept" "$3"
}
printf '#!/bin/sh\necho "the hook says no" >&2\nexit 1\n' \
	>"$STORE/.git/hooks/pre-commit"
chmod +x "$STORE/.git/hooks/pre-commit"
noted 'a hook that refuses' 'git says: the hook says no' canary-6
rm "$STORE/.git/hooks/pre-commit"
in_store commit -qam 'by hand'
echo 'pass { timeout = 4 }' >"$HOME/.config/ringbearer/config"
: >"$STORE/.git/index.lock"
SECONDS=0
noted 'a lock that stays' 'git ' canary-7
[ $SECONDS -lt 8 ] || reject 'a lock that stays: in time' "$SECONDS s"
{
	sleep 1
	rm "$STORE/.git/index.lock"
} &
ask store "${address[@]}" password=canary-8
wait
same 'a lock that goes is waited for' '0|' "$code|$err"
same 'and then it is committed' '' \
	"$(in_store status --porcelain --untracked-files=no | grep gpg)"
in_store checkout -qb theirs
ask store "${address[@]}" password=canary-theirs
in_store checkout -q -
ask store "${address[@]}" password=canary-ours
# Without a NUL among its bytes, which happens, an entry is a text for git, that
# merges the lines.
echo '*.gpg -merge' >"$STORE/.git/info/attributes"
in_store merge theirs >/dev/null 2>&1
ask get "${address[@]}"
same 'in the middle of a merge: ours is there' 0 "$code"
noted 'in the middle of a merge' 'git ' canary-9
in_store add -A
in_store commit -qm merged
git config --global gpg.program /nonexistent
in_store config pass.signcommits true
noted 'a commit that cannot be signed' 'git says: ' canary-10
in_store config pass.signcommits false
in_store commit -qam 'by hand'
git config --global --unset gpg.program
in_store config pass.signcommits true
in_store config user.signingkey open@pass.example
ask store "${address[@]}" password=canary-11
same 'a signed commit' '0|G' "$code|$(in_store log -1 --format=%G? | tr U G)"
git config --global --unset user.email
git config --global user.useConfigOnly true
in_store config pass.signcommits false
noted 'nobody to commit it' 'git says: ' canary-12
git config --global user.email ann@pass.example
printf '#!/bin/sh\nsleep 30\n' >"$STORE/.git/hooks/pre-commit"
chmod +x "$STORE/.git/hooks/pre-commit"
noted 'a hook that hangs' 'git took too long' canary-13
rm "$STORE/.git/hooks/pre-commit" "$STORE/.git/index.lock"
mkdir "$WORK/few"
for word in gpg cat; do ln -s "$(command -v $word)" "$WORK/few"; done
run env PATH="$WORK/few" "$RINGBEARER" --backend pass store \
	< <(printf '%s\n' "${address[@]}" password=canary-14)
same 'without git' 0 "$code"
holds 'without git: a note' "$err" 'there is no git: nothing was committed'
kept 'without git: it is kept' canary-14

# Fifty at once: none is lost, each is a commit.
git_store
for n in $(seq 50); do
	printf '%s\n' protocol=https "host=h$((n % 7)).example" "username=u$n" \
		"password=canary-$n" | "$RINGBEARER" --backend pass store \
		2>>"$WORK/many" &
	pids[n]=$!
done
bad=0
for n in $(seq 50); do wait "${pids[n]}" || bad=$((bad + 1)); done
same 'fifty at once: none is refused' '0|' "$bad|$(cat "$WORK/many")"
lost=0
for n in $(seq 50); do
	[ "$(command pass show \
		"ringbearer/https/h$((n % 7)).example/u$n" 2>/dev/null |
		head -n 1)" = "canary-$n" ] || lost=$((lost + 1))
done
same 'fifty at once: none is lost' 0 $lost
same 'fifty at once: a commit each' 50 "$(log | wc -l)"
same 'fifty at once: nothing is left' '' "$(in_store status --porcelain)"
same 'the repository is whole' 0 "$(in_store fsck >/dev/null 2>&1; echo $?)"

same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
same 'no secret in any file' '' "$(grep -arl canary "$HOME")"
finish
