import { Button } from 'react-aria-components'
import type { Contradiction } from '../../graph/recipes/contradictions.ts'
import { isFile } from '../../graph/widgets/file.ts'
import { buttons, texts } from '../look/styles.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import { useDocument, useStudio } from '../studio/use-studio.ts'

/** One setting that a file is not made for, and its fix. */
export function ContradictionNote({ contradiction }: { readonly contradiction: Contradiction }) {
  const studio = useStudio()
  const document = useDocument()
  const { message, fix } = contradiction
  return (
    <p className={`${texts.note} ${texts.warn}`}>
      {message}{' '}
      <Button className={buttons.link} onPress={() => mend(studio, document, contradiction)}>
        {fix?.title ?? 'Choose another file'}
      </Button>
    </p>
  )
}

/** Makes the change. Where a person has to choose another file, opens the list of files. */
export function mend({ canvas, specs }: Studio, document: DocumentHandle, { node, fix }: Contradiction): void {
  if (fix) {
    document.change(fix.title, fix.change)
    return
  }
  const type = document.read().present.nodes.find(({ id }) => id === node)?.type
  const file = Object.entries(specs.get(type ?? '')?.inputs ?? {}).find(([, port]) => isFile(port))
  if (file) canvas.current?.edit(String(node), file[0])
}
