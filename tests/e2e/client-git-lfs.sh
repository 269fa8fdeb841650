#!/usr/bin/env bash
# Git LFS, which asks git's helper.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present git-lfs git python3 || finish
export GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=false
printf canary-lfs >"$WORK/token"
start_site lfs_store
git config --global credential.helper ringbearer
git config --global user.name t
git config --global user.email t@example.org
git config --global lfs.url "http://$site/lfs"
git config --global lfs.locksverify false
git config --global lfs.transfer.maxretries 1
git lfs install --skip-repo >"$WORK/install" 2>&1

git init -q --bare -b main "$WORK/served.git"
git init -q -b main "$WORK/from"
cd "$WORK/from" || exit
git lfs track '*.big' >"$WORK/track"
echo 'a large file' >it.big
git add . && git commit -q -m first
git remote add origin "$WORK/served.git"

client git lfs push origin main
if [ "$code" != 0 ] && ! grep -q ' with$' "$site_log"; then
	pass 'nothing kept: the push fails'
else
	reject 'nothing kept: the push fails' "$code" "$out" "$err"
fi
ask store protocol=http "host=$site" username=me password=canary-lfs
client git lfs push origin main
done_well 'git lfs push'
client git push -q origin main
done_well 'git push'
client env GIT_LFS_SKIP_SMUDGE=1 git clone -q "$WORK/served.git" "$WORK/to"
cd "$WORK/to" || exit
holds 'the large file is elsewhere' "$(cat it.big)" git-lfs
client git lfs pull
done_well 'git lfs pull'
same 'git lfs pull: the large file is here' 'a large file' "$(cat it.big)"

printf canary-lfs-2 >"$WORK/token"
rm -rf .git/lfs/objects
client git lfs fetch
same 'a wrong one fails' 2 "$code"
ask get protocol=http "host=$site"
same 'and is erased' '' "$out"
untold "$HOME" "$WORK/from" "$WORK/to"
finish
