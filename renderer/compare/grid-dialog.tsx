import { Columns2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { axisName } from '../../graph/compare/axis.ts'
import { captionOf, settingsOf } from '../../graph/compare/caption.ts'
import type { ComparedCell } from '../../graph/compare/grid-event.ts'
import type { Picture } from '../../runtime/contract/run-event.ts'
import { DialogHeader, ModalDialog } from '../look/modal-dialog.tsx'
import { flow, texts } from '../look/styles.ts'
import { PictureMenuArea } from '../panels/pictures/picture-menu.tsx'
import { useDocument, useRunView, useStudio } from '../studio/use-studio.ts'
import { Scroll } from '../widgets/choices/scroll.tsx'
import { timeLeft } from '../widgets/durations.ts'
import { pictureAddress } from '../widgets/pictures/picture-address.ts'
import { type Laid, layCells, type Place } from './grid-cells.ts'
import css from './grid-dialog.module.css'
import { GridTable, pictureIn } from './grid-table.tsx'
import type { GridView } from './grid-view.ts'
import { gridDialog, openCell } from './open-cell.ts'

/** All pictures of a grid, large, as soon as they are drawn. One opens as its workflow, two are compared. */
export function GridDialog({ node }: { readonly node: string }) {
  const studio = useStudio()
  const grid = useRunView()?.grids[node]
  if (!grid) return null
  const laid = layCells(grid)
  return (
    <ModalDialog aria-label="Comparison" frame={css.comparison} onClose={studio.layout.close}>
      <Cells grid={grid} laid={laid} />
    </ModalDialog>
  )
}

function Cells({ grid, laid }: { readonly grid: GridView; readonly laid: Laid }) {
  const studio = useStudio()
  const { layout } = studio
  const document = useDocument()
  const [place, setPlace] = useState<Place | null>(null)
  const near = place && laid.cell(place)
  const [marked, setMarked] = useState<readonly ComparedCell[]>([])
  const mark = (cell: ComparedCell) =>
    setMarked(marked.includes(cell) ? marked.filter(each => each !== cell) : [...marked.slice(-1), cell])
  const [left, right] = marked.flatMap(({ picture }) => (picture ? [pictureAddress(picture)] : []))
  const found = (picture: Picture | undefined) => picture && studio.gallery.find(picture)
  const { columns, rows, blocks } = laid
  const about = [columns, rows, blocks].flatMap(({ name }) => name || [])
  return (
    <>
      <DialogHeader title={<b className={css.heading}>{headingOf(grid)}</b>} onClose={layout.close}>
        <HowFar grid={grid} />
        <Button
          isDisabled={!left || !right}
          onPress={() =>
            left && right && layout.open({ kind: 'two-pictures', left, right, back: gridDialog(document, grid.node) })
          }
        >
          <Columns2 /> Compare two
        </Button>
      </DialogHeader>
      <Scroll label="All pictures">
        <PictureMenuArea of={element => found(pictureIn(laid, element))}>
          <GridTable
            label={`Comparison of ${about.join(' and ')}`}
            laid={laid}
            marked={marked}
            onNear={setPlace}
            onOpen={cell => void openCell(studio, document, grid, cell)}
            onMark={mark}
          />
        </PictureMenuArea>
      </Scroll>
      <p className={`${flow.row} ${css.near}`}>
        <span aria-live="polite">
          {near ? [settingsOf(near), near.error ?? captionOf(near)].filter(part => part !== '').join(' · ') : ''}
        </span>
        <span className={flow.spring} />
        <span className={`${texts.faint} ${css.fixed}`}>
          <kbd>Enter</kbd> opens the workflow, <kbd>Space</kbd> marks one of two to compare
        </span>
      </p>
    </>
  )
}

/** `Few steps · steps × eta`; each node is named once. */
const headingOf = ({ axes }: GridView): string =>
  axes.map((axis, i) => (axis.node === axes[i - 1]?.node ? axis.widget : axisName(axis))).join(' × ')

/** `5 of 12, about 8 s left`, and a way to stop, as long as it runs. */
function HowFar({ grid }: { readonly grid: GridView }) {
  const { api, attempt } = useStudio()
  const view = useRunView()
  const left = view?.nodes[grid.node]?.secondsLeft
  if (view?.status !== 'running' || grid.done.length >= grid.cells) return null
  return (
    <>
      <span className={`${texts.faint} ${css.fixed}`} role="status">
        {grid.done.length} of {grid.cells}
        {left != null && left > 1 && `, ${timeLeft(left)}`}
      </span>
      <Button onPress={() => void attempt(() => api.request('run:cancel', view.run))}>Stop</Button>
    </>
  )
}
