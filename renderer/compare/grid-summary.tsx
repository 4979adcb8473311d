import { LayoutGrid } from 'lucide-react'
import { Button } from 'react-aria-components'
import { flow, texts } from '../look/styles.ts'
import { useDocument, useRunView, useStudio } from '../studio/use-studio.ts'
import { gridDialog } from './open-cell.ts'
import { useGridCheck } from './use-grid-check.ts'

/** How many pictures a grid will draw, why it cannot draw them, and a button that shows the finished ones. */
export function GridSummary({ id }: { readonly id: string }) {
  const { layout } = useStudio()
  const document = useDocument()
  const { size, cells, error } = useGridCheck(id)
  const drawn = useRunView()?.grids[id]
  return (
    <div className={flow.column}>
      {error && !error.input && <p className={`${texts.note} ${texts.warn}`}>{error.says}</p>}
      {cells > 0 && (
        <span>
          {size.includes('×') ? `${size} = ` : ''}
          {cells} {cells === 1 ? 'picture' : 'pictures'}
        </span>
      )}
      <Button isDisabled={!drawn} onPress={() => layout.open(gridDialog(document, id))}>
        <LayoutGrid /> Show the comparison
      </Button>
    </div>
  )
}
