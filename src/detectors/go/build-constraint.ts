/** What holds in a Linux image, whatever its processor. Source: https://pkg.go.dev/cmd/go#hdr-Build_constraints */
const HOLDS = /^(linux|unix|amd64|arm64|gc|cgo|go1\.\d+)$/;

/** Operating systems and processors that a file name can be limited to. */
const OTHER =
  /_(windows|darwin|plan9|js|wasip1|freebsd|openbsd|netbsd|dragonfly|solaris|illumos|aix|android|ios|zos|wasm|386|arm|ppc64|ppc64le|mips|mipsle|mips64|mips64le|riscv64|s390x|loong64)\.go$/;

/** Whether a build expression holds in a Linux image: `linux && !race`. An expression that cannot be read holds. */
export function holds(expression: string): boolean {
  const words = expression.match(/&&|\|\||[!()]|[\w.]+/g) ?? [];
  let at = 0;
  const single = (): boolean => {
    const word = words[at];
    at += 1;
    if (word === '!') return !single();
    if (word !== '(') return word !== undefined && HOLDS.test(word);
    const inner = either();
    at += 1;
    return inner;
  };
  const both = (): boolean => {
    let value = single();
    while (words[at] === '&&') {
      at += 1;
      const next = single();
      value = value && next;
    }
    return value;
  };
  const either = (): boolean => {
    let value = both();
    while (words[at] === '||') {
      at += 1;
      const next = both();
      value = value || next;
    }
    return value;
  };
  return words.length === 0 || either();
}

/** True for a file that `go build` leaves out of a Linux image: tests, other systems, `//go:build ignore`. */
export function isLeftOut(path: string, text: string): boolean {
  if (path.endsWith('_test.go') || OTHER.test(path)) return true;
  const head = text.slice(0, Math.max(0, text.search(/^package\s/m)));
  const constraint = /^\/\/go:build (.*)$/m.exec(head)?.[1];
  return constraint !== undefined && !holds(constraint);
}
