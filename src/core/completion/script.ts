/** The shells that completion is written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What completion needs to know of one command. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly { readonly long: string; readonly help: string; readonly values: readonly string[] }[];
}

function longFlags({ flags }: CommandWords): readonly string[] {
  return [...flags.map(({ long }) => long).filter((long) => long !== ''), '--help'];
}

function bash(commands: readonly CommandWords[]): string {
  const cases = commands.map((command) => {
    const values = command.flags.filter((flag) => flag.values.length > 0);
    const inner = values.map(({ long, values: words }) => `        ${long}) words="${words.join(' ')}" ;;`).join('\n');
    const byFlag = values.length === 0 ? '' : `\n      case "$previous" in\n${inner}\n      esac`;
    return `    ${command.name})\n      words="${longFlags(command).join(' ')}"${byFlag}\n      ;;`;
  });
  return `# bash completion for derrick: source <(derrick completion bash)
_derrick() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "\${COMP_WORDS[1]:-}" in
${cases.join('\n')}
    *) words="${commands.map(({ name }) => name).join(' ')} --help --version" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map(({ name }) => name).join(' ')} --help --version"; fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _derrick derrick`;
}

/** A word inside single quotes of zsh or fish. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function zsh(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n');
  const cases = commands.map((command) => {
    const flags = command.flags
      .filter(({ long }) => long !== '')
      .map(({ long, help, values }) => {
        const description = help.replace(/[[\]:]/g, ' ');
        return quoted(`${long}[${description}]${values.length > 0 ? `:value:(${values.join(' ')})` : ''}`);
      });
    return `    ${command.name}) _arguments ${[...flags, "'*:path:_files'"].join(' ')} ;;`;
  });
  return `#compdef derrick
# zsh completion for derrick: derrick completion zsh > "\${fpath[1]}/_derrick"
_derrick() {
  local -a commands=(
${names}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _derrick derrick`;
}

function fish(commands: readonly CommandWords[]): string {
  const lines = ['# fish completion for derrick: derrick completion fish | source', 'complete -c derrick -f'];
  for (const { name, description, flags } of commands) {
    lines.push(`complete -c derrick -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`);
    for (const { long, help, values } of flags) {
      if (long === '') continue;
      const choices = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : '';
      lines.push(
        `complete -c derrick -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)} -d ${quoted(help)}${choices}`,
      );
    }
    lines.push(`complete -c derrick -n '__fish_seen_subcommand_from ${name}' -F`);
  }
  return lines.join('\n');
}

const WRITERS = { bash, zsh, fish } as const;

/** The completion script of one shell. */
export function completionScript(shell: (typeof SHELLS)[number], commands: readonly CommandWords[]): string {
  return WRITERS[shell](commands);
}
