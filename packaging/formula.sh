#!/usr/bin/env bash
# formula.sh VERSION < SHA256SUMS: the formula of a release for Homebrew. GITHUB_REPOSITORY says where the release is.
set -euo pipefail
formula=$(<"$(dirname "$0")/jetdeck.rb")
formula=${formula//@VERSION@/$1}
formula=${formula//@REPOSITORY@/$GITHUB_REPOSITORY}
while read -r sum file; do
	formula=${formula//@${file#jetdeck-}@/$sum}
done
if [[ $formula == *@* ]]; then
	echo "The formula lacks $(grep -o '@[^@]*@' <<<"$formula" | sort -u | tr '\n' ' ')" >&2
	exit 1
fi
printf '%s\n' "$formula"
