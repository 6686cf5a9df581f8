/** What a shell reads to complete command lines: each asks `reprise complete`, which knows commands, flags and names. */

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of reprise for bash: source <(reprise completion bash)
_reprise() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _reprise reprise
`,
  zsh: `#compdef reprise
# Completion of reprise for zsh, behind compinit: source <(reprise completion zsh)
_reprise() {
  local -a found
  found=(\${(f)"$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then compadd -- "\${found[@]}"; else _files; fi
}
compdef _reprise reprise
`,
  fish: `# Completion of reprise for fish: reprise completion fish | source
function __reprise_complete
    set -l words (commandline -opc) (commandline -ct)
    command $words[1] complete -- $words[2..-1] 2>/dev/null
end
complete -c reprise -a '(__reprise_complete)'
`,
};
