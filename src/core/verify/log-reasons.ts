import type { Problem } from './check.ts';

/** A line that a failing program is known to write, and what it means. */
interface KnownLine {
  readonly line: RegExp;
  readonly reason: (match: RegExpExecArray) => string;
  readonly remedy: string;
}

const MISSING_FILE =
  'Copy it into the last stage of the Dockerfile (and check that .dockerignore lets it in), or add it to the dependencies of production.';
const READ_ONLY =
  'Write below a folder that is a volume (such as /tmp), or mount one there in the manifests; the root file system is read-only.';

/** In order: what is more exact comes first. */
const KNOWN: readonly KnownLine[] = [
  {
    line: /Cannot find (?:module|package) ['"]([^'"]+)['"]/,
    reason: ([, file]) => `${file} is missing in the image`,
    remedy: MISSING_FILE,
  },
  {
    line: /ModuleNotFoundError: No module named ['"]([^'"]+)['"]/,
    reason: ([, module]) => `the Python module ${module} is missing in the image`,
    remedy: MISSING_FILE,
  },
  {
    line: /(?:ClassNotFoundException|NoClassDefFoundError): ([\w.$/]+)/,
    reason: ([, name]) => `the class ${name} is missing in the image`,
    remedy: MISSING_FILE,
  },
  {
    line: /(?:EROFS|[Rr]ead-only file system)[^'"]*(?:['"]([^'"]+)['"])?/,
    reason: ([, path]) => `it writes to ${path ?? 'the root file system'}, which is read-only`,
    remedy: READ_ONLY,
  },
  {
    line: /container-init binary not found/,
    reason: () => 'Podman lacks the init that the compose file asks for',
    remedy: 'Install it (`apt-get install catatonit`), or take `init: true` out.',
  },
  {
    // Words of engines: a program inside the container says the second half alone.
    line: /(?:external connectivity|failed to bind|Ports are not available|cannot listen on the TCP port|Bind for)[^\n]*?:(\d+)\b[^\n]*already (?:allocated|in use)/,
    reason: ([, port]) => `port ${port} of this machine is taken`,
    remedy: 'Stop what listens there (`ss -ltnp` names it), or choose another port in .env (NAME_PORT=…).',
  },
  {
    line: /EADDRINUSE[^\n]*?:(\d+)\b|[Aa]ddress already in use/,
    reason: ([, port]) =>
      `the port${port === undefined ? '' : ` ${port}`} is taken inside the container: two servers listen on it`,
    remedy: 'Start one server on each port; give the other one a port of its own.',
  },
  {
    line: /ENOENT: no such file or directory, \w+ ['"]([^'"]+)['"]|FileNotFoundError:.*['"]([^'"]+)['"]/,
    reason: ([, node, python]) => `${node ?? python} is missing in the image`,
    remedy: MISSING_FILE,
  },
  {
    line: /error while loading shared libraries: (\S+?):/,
    reason: ([, library]) => `the library ${library} is missing in the image`,
    remedy: 'Install the Debian package that holds it in the last stage, or choose a base image that has it.',
  },
  {
    line: /exec format error/i,
    reason: () => 'the program is made for another processor, or is a script without #!',
    remedy: 'Build for the platform of this machine (--platform), or start the script with its interpreter.',
  },
  {
    line: /exec: "?([^":]+)"?: (?:stat [^:]+: no such file or directory|executable file not found in \$PATH)/,
    reason: ([, program]) => `the program ${program} is missing in the image`,
    remedy: 'Correct CMD or ENTRYPOINT, or install the program in the last stage.',
  },
  {
    line: /(?:EACCES|[Pp]ermission denied)[^'"]*(?:['"]([^'"]+)['"])?/,
    reason: ([, path]) => `its user may not use ${path ?? 'a file or port'}`,
    remedy: 'Let the user of the image read it (and listen on ports from 1024 on); writing belongs into volumes.',
  },
  {
    line: /(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|[Cc]onnection refused)[^\n]*?\b([\w.-]+:\d{2,5})?\s*$/,
    reason: ([, address]) => `a service that it needs does not answer${address === undefined ? '' : ` (${address})`}`,
    remedy: 'Give its address with --env NAME=VALUE, or let the application start without it and try again.',
  },
  {
    line: /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT)\b[^\n]{0,40}\b(?:not set|not defined|undefined|missing|required|must be set)\b/,
    reason: ([, name]) => `the variable ${name} is not set`,
    remedy: 'Give it with --env NAME=VALUE or --env-file FILE.',
  },
  {
    line: /heap out of memory|OutOfMemoryError|MemoryError\b/,
    reason: () => 'it needs more memory than it may use',
    remedy: 'Raise the memory limit in the manifests, or lower what the application uses.',
  },
  {
    line: /^(?:Uncaught |Caused by: |Exception in thread "[^"]*" )?((?:[\w.]+\.)?\w*(?:Error|Exception): .{1,200})$/,
    reason: ([, message = '']) => message,
    remedy: 'Mend what this error names; its last lines show where it comes from.',
  },
];

/** The likely reason of a failure, from the last lines of a container; `undefined` when none of them says. */
export function likelyReason(lines: readonly string[]): Problem | undefined {
  for (const { line, reason, remedy } of KNOWN) {
    for (const text of lines) {
      const match = line.exec(text);
      if (match !== null) return { detail: reason(match), remedy };
    }
  }
  return undefined;
}
