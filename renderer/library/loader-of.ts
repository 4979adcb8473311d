import type { NodeSpec } from '../../graph/node.ts'
import type { Specs } from '../../graph/prompt.ts'
import { isFile } from '../../graph/widgets/file.ts'

/** The node that loads files of a folder: the one that ComfyUI calls Load …, with the fewest inputs. */
export function loaderOf(
  specs: Specs,
  folder: string,
): { readonly type: string; readonly input: string; readonly spec: NodeSpec } | null {
  const loaders = [...specs.values()].flatMap(spec =>
    Object.entries(spec.inputs).flatMap(([input, port]) =>
      isFile(port) && port.folder === folder ? [{ type: spec.type, input, spec }] : [],
    ),
  )
  const asks = ({ spec }: (typeof loaders)[number]) =>
    Object.keys(spec.inputs).length + (spec.title.startsWith('Load ') ? 0 : 100)
  return loaders.toSorted((a, b) => asks(a) - asks(b))[0] ?? null
}
