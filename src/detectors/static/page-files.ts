import { byPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** Folders that hold finished pages, by habit; the component's own folder comes first. */
export const PAGE_FOLDERS = [
  '.',
  'public',
  'dist',
  'site',
  '_site',
  'www',
  'htdocs',
  'html',
  'build',
  'out',
  'web',
  'static',
  'docs',
];

/** What browsers ask for. */
const PAGE_FILE =
  /\.(html?|css|m?js|json|xml|txt|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|pdf|mp3|mp4|webm|ogg|wasm|webmanifest|map|csv|glb|vtt)$|(^|\/)(CNAME|\.well-known\/.*)$/i;

/** Files and folders of developers, whatever is in them. */
const OF_DEVELOPERS =
  /^(package(-lock)?\.json|tsconfig.*\.json|composer\.json|renovate\.json|vercel\.json|netlify\.toml|requirements.*\.txt|LICENSE\.txt|.*\.config\.[cm]?js|node_modules|tests?|e2e|spec|docker|kubernetes|helm|scripts|tools|coverage|reports|vendor-src)$/;

/** The entries of the component's own folder that are part of its pages. */
export function pageEntries(scope: Scope): readonly string[] {
  const found = new Set<string>();
  for (const file of scope.tree.files) {
    const [first = '', ...rest] = relativeTo(file, scope.dir).split('/');
    if (OF_DEVELOPERS.test(first) || (first.startsWith('.') && first !== '.well-known') || !PAGE_FILE.test(file))
      continue;
    found.add(rest.length === 0 ? first : `${first}/`);
  }
  return [...found].sort(byPath);
}
