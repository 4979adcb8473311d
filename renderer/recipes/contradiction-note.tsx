import { Button } from 'react-aria-components'
import type { Contradiction } from '../../graph/recipes/contradictions.ts'
import type { Studio } from '../studio/studio.ts'
import { useStudio } from '../studio/use-studio.ts'

/** One setting that a file was not made for, and what mends it. */
export function ContradictionNote({ contradiction }: { readonly contradiction: Contradiction }) {
  const studio = useStudio()
  const { message, fix } = contradiction
  return (
    <p className="note warn">
      {message}{' '}
      <Button className="link" onPress={() => mend(studio, contradiction)}>
        {fix?.title ?? 'Choose another file'}
      </Button>
    </p>
  )
}

/** Makes the change; where a person has to choose, opens what there is to choose from. */
export function mend({ documents, canvas, specs }: Studio, { node, fix }: Contradiction): void {
  if (fix) {
    documents.change(fix.title, fix.change)
    return
  }
  const type = documents.active()?.present.nodes.find(({ id }) => id === node)?.type
  const file = Object.entries(specs.get(type ?? '')?.inputs ?? {}).find(([, port]) => port.kind === 'file')
  if (file) canvas.current?.edit(String(node), file[0])
}
