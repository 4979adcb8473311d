import type { NodeSpec } from '../../graph/node.ts'

/** What a first workflow needs first; folders that are not named here come after, by name. */
const order = [
  ...['loaders', 'conditioning', 'latent', 'sampling', 'image', 'mask'],
  ...['text', 'values', 'logic', 'model_patches', 'advanced', 'api', 'packs', '_for_testing'],
]

const rank = (category: string): number => {
  const at = order.indexOf(category.split('/')[0]!)
  return at === -1 ? order.length : at
}

/** Puts nodes of what is needed first first. */
export const byCategory = (a: NodeSpec, b: NodeSpec): number =>
  rank(a.category) - rank(b.category) || a.category.localeCompare(b.category)

/** The nodes of one folder, without those of the folders inside it. */
export interface Folder {
  /** Its path; empty for the nodes that lie in a category itself. */
  readonly path: string
  readonly title: string
  readonly nodes: readonly NodeSpec[]
}

export interface Category {
  readonly id: string
  readonly title: string
  readonly count: number
  readonly folders: readonly Folder[]
}

/** The menu that the folders of nodes/ make, in the order in which one needs it. */
export function categoriesOf(specs: Iterable<NodeSpec>): readonly Category[] {
  const sorted = [...specs].toSorted((a, b) => byCategory(a, b) || a.title.localeCompare(b.title))
  return [...Map.groupBy(sorted, ({ category }) => category.split('/')[0]!)].map(([id, all]) => ({
    id,
    title: pathTitle(id),
    count: all.length,
    folders: [...Map.groupBy(all, ({ category }) => category.slice(id.length + 1))].map(([path, nodes]) => ({
      path,
      title: pathTitle(path),
      nodes,
    })),
  }))
}

const spelled: Readonly<Record<string, string>> = {
  api: 'API',
  controlnet: 'ControlNet',
  postprocessing: 'Post-processing',
  model_patches: 'Model patches',
  unet: 'UNet',
  _for_testing: 'For testing',
}

/** How people write a path of folders. */
export const pathTitle = (path: string): string =>
  path
    .split('/')
    .map(name => spelled[name] ?? name.charAt(0).toUpperCase() + name.slice(1))
    .join(' › ')
