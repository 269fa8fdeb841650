#!/usr/bin/env bash
# The contract of back-ends over docker-credential-pass, which starts pass, which
# starts gpg: some five processes for whatever is asked.
exec "$(dirname "$0")/../contract/run.sh" docker:pass
