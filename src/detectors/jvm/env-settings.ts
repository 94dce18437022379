import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { dropwizardFile } from './dropwizard.ts';
import { configOf } from './hocon-files.ts';
import { placeholders } from './placeholders.ts';
import { type Setting, settingsOf } from './settings.ts';

/** An environment variable that a configuration file reads. */
export interface EnvSetting {
  readonly name: string;
  readonly default: string | null;
  /** True where the application does without it: HOCON's `${?NAME}`. */
  readonly optional: boolean;
  readonly file: RelPath;
  readonly line: number | null;
}

function fromText({ value, file, line }: Setting): readonly EnvSetting[] {
  return placeholders(value).map((one) => ({ ...one, optional: false, file, line }));
}

/** The assignments of one key: what the last plain one says is the default of the variables. */
function fromHocon(settings: readonly Setting[]): readonly EnvSetting[] {
  const plain = settings.filter(({ value }) => !value.includes('${')).at(-1)?.value ?? null;
  return settings.flatMap(({ value, file, line }) =>
    [...value.matchAll(/\$\{(\??)([A-Z][A-Z0-9_]*)\}/g)].map(([whole, mark, name = '']) => ({
      name,
      default: whole === value ? plain : null,
      optional: mark === '?',
      file,
      line,
    })),
  );
}

/** Every setting of the component, wherever its framework keeps them. */
export function allSettings(scope: Scope): readonly Setting[] {
  return [
    ...settingsOf(scope).values(),
    ...(dropwizardFile(scope)?.settings.values() ?? []),
    ...[...configOf(scope).values()].flat(),
  ];
}

/** The variables that configuration files read. */
export function envSettings(scope: Scope): readonly EnvSetting[] {
  const plain = [...settingsOf(scope).values(), ...(dropwizardFile(scope)?.settings.values() ?? [])];
  return [...plain.flatMap(fromText), ...[...configOf(scope).values()].flatMap(fromHocon)];
}
