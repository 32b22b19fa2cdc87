import type { Shell } from '../subcommands.ts';

/**
 * Scripts that make a shell call `jetdeck complete` at each tab. They call the program as it was typed, so that one outside the
 * PATH completes too, and discard its errors. After a dot or an equals sign more follows, so they add no space.
 */
const scripts: Readonly<Record<Shell, string>> = {
	// Works with Bash 3.2, which macOS has. Bash splits words at "=" and ":", so the script joins them again.
	bash: `_jetdeck() {
	local IFS=$' \\t\\n' word joined='' line mode='' text quote='' cut at
	local words=()
	COMPREPLY=()
	for ((at = 1; at <= COMP_CWORD; at++)); do
		word=\${COMP_WORDS[at]}
		case $word in
		= | :) joined=1 ;;
		*)
			if [ -z "$joined" ]; then words+=("$word"); continue; fi
			joined=''
			;;
		esac
		if [ \${#words[@]} -eq 0 ]; then words+=("$word"); else words[\${#words[@]} - 1]+=$word; fi
	done
	text=\${words[\${#words[@]} - 1]}
	case $text in
	\\'* | \\"*) quote=\${text:0:1} ;;
	esac
	# Of a word that bash has cut, only what comes after its last sign is replaced.
	cut=\${text%"\${COMP_WORDS[COMP_CWORD]}"}
	case \${COMP_WORDS[COMP_CWORD]} in
	= | :) cut=$text ;;
	esac
	while IFS= read -r line; do
		if [ -z "$mode" ]; then mode=$line; continue; fi
		line=\${line%%$'\\t'*}
		line=\${line#"$cut"}
		case $line in
		*[.=]) text='' ;;
		*) text=' ' ;;
		esac
		# Quotes bash closes by itself.
		case $quote in
		\\') COMPREPLY+=("$line") ;;
		\\") COMPREPLY+=("\${line//\\$/\\\\$}") ;;
		*) COMPREPLY+=("$(printf %q "$line")$text") ;;
		esac
	done < <("\${COMP_WORDS[0]/#\\~/$HOME}" complete -- "\${words[@]}" 2>/dev/null)
	if [ "$mode" = files ]; then
		compopt -o default +o nospace 2>/dev/null || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
	fi
}
complete -o nospace -F _jetdeck jetdeck jetdeck-node
`,
	zsh: `#compdef jetdeck jetdeck-node
_jetdeck() {
	local line program=\${(Q)words[1]}
	local -a lines items open
	lines=("\${(@f)$("\${program/#\\~/$HOME}" complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
	if [[ $lines[1] == files ]]; then
		_files
		return
	fi
	for line in "\${(@)lines[2,-1]}"; do
		local text=\${line%%$'\\t'*} hint=\${line#*$'\\t'}
		text=\${text//:/\\\\:}\${hint:+:$hint}
		if [[ \${line%%$'\\t'*} == *[.=] ]]; then open+=("$text"); else items+=("$text"); fi
	done
	_describe -t offers jetdeck items -- open -S ''
}
if [ "$funcstack[1]" = _jetdeck ]; then _jetdeck "$@"; else compdef _jetdeck jetdeck jetdeck-node; fi
`,
	fish: `function __jetdeck_complete
	set -l words (commandline -opc)
	set -l current (commandline -ct)
	set -l lines (command $words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
	if test "$lines[1]" = files
		__fish_complete_path "$current"
	else if test (count $lines) -gt 1
		printf '%s\\n' $lines[2..-1]
	end
end
complete -c jetdeck -f -a '(__jetdeck_complete)'
complete -c jetdeck-node -f -a '(__jetdeck_complete)'
`,
};

/** The script of a shell. */
export const completionScript = (shell: Shell): string => scripts[shell];
