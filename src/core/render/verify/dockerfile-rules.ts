/** A rule about single instructions of a Dockerfile. */
export interface InstructionRule {
  /** Id of docs/reference/checks.md. */
  readonly rule: string;
  /** The instructions that it is about. */
  readonly on: readonly string[];
  readonly isBroken: (rest: string) => boolean;
  readonly message: string;
}

/** Names of variables that hold secrets; `*_FILE` names the place of one. */
const SECRET = /(^|\s)\w*(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|API_KEY|CREDENTIALS)\w*(?<!_FILE)\s*(=|\s|$)/;

function hasPrivilegedPort(rest: string): boolean {
  return rest.split(/\s+/).some((port) => /^\d+/.test(port) && Number.parseInt(port, 10) < 1024);
}

/** Every rule that one instruction alone can break. */
export const INSTRUCTION_RULES: readonly InstructionRule[] = [
  {
    rule: 'D04',
    on: ['COPY'],
    isBroken: (rest) => /--link\b|<</.test(rest),
    message: 'needs a newer builder than BuildKit 0.8',
  },
  { rule: 'D16', on: ['ARG', 'ENV'], isBroken: (rest) => SECRET.test(rest), message: 'a secret stays in the image' },
  {
    rule: 'D19',
    on: ['WORKDIR'],
    isBroken: (rest) => !/^["']?[/$]/.test(rest),
    message: 'WORKDIR must be absolute',
  },
  { rule: 'D19', on: ['RUN'], isBroken: (rest) => /^cd\s/.test(rest), message: 'WORKDIR instead of cd' },
  { rule: 'D21', on: ['EXPOSE'], isBroken: hasPrivilegedPort, message: 'a port below 1024' },
  {
    rule: 'D23',
    on: ['RUN'],
    isBroken: (rest) => /\bapt-get\b.*\b(upgrade|dist-upgrade)\b|(^|[\s;&|])(sudo|apt)\s/.test(rest),
    message: 'no upgrade, sudo or apt',
  },
  {
    rule: 'D23',
    on: ['RUN'],
    isBroken: (rest) => /\bapt-get\b[^&|;]*\binstall\b/.test(rest) && !rest.includes('--no-install-recommends'),
    message: 'apt-get install without --no-install-recommends',
  },
  { rule: 'D25', on: ['ADD'], isBroken: () => true, message: 'ADD instead of COPY' },
  {
    rule: 'D25',
    on: ['RUN'],
    isBroken: (rest) => /\b(curl|wget)\b[^;&]*\|\s*(ba|da|z)?sh\b/.test(rest),
    message: 'a download goes straight into a shell',
  },
  {
    rule: 'D30',
    on: ['FROM'],
    isBroken: (rest) => /--platform=[a-z]/.test(rest),
    message: 'the platform is a constant',
  },
];
