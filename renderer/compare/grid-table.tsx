import { Columns2 } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { captionOf, settingsOf } from '../../graph/compare/caption.ts'
import type { ComparedCell } from '../../graph/compare/grid-event.ts'
import type { Picture } from '../../runtime/contract/run-event.ts'
import { texts } from '../look/styles.ts'
import { pictureAddress } from '../widgets/pictures/picture-address.ts'
import { type Laid, type Place, stepFrom } from './grid-cells.ts'
import css from './grid-table.module.css'

interface Props {
  readonly label: string
  readonly laid: Laid
  readonly marked: readonly ComparedCell[]
  /** The pointer or the focus is on it. */
  onNear(place: Place): void
  onOpen(cell: ComparedCell): void
  onMark(cell: ComparedCell): void
}

/** A grid in the sense of ARIA: one stop of the Tab key, the arrows go from cell to cell. */
export function GridTable({ label, laid, marked, onNear, onOpen, onMark }: Props) {
  const table = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState<Place>({ column: 0, row: 0, block: 0 })
  const { columns, rows, blocks } = laid

  useEffect(() => table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(), [])
  const go = (place: Place) => {
    setAt(place)
    table.current?.querySelector<HTMLElement>(`[data-place="${keyOf(place)}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = laid.cell(at)
    const next = stepFrom(at, event.key, laid)
    if (next) go(next)
    else if (event.key === 'Enter' && cell) onOpen(cell)
    else if (event.key === ' ' && cell?.picture) onMark(cell)
    else return
    event.preventDefault()
  }
  const cellAt = (place: Place) => {
    const cell = laid.cell(place)
    return (
      <Cell
        key={place.column}
        cell={cell}
        place={place}
        label={`${labelOf(place, laid)}: ${cell ? (cell.error ?? captionOf(cell)) : 'not drawn yet'}`}
        hasTabStop={keyOf(place) === keyOf(at)}
        isMarked={cell !== undefined && marked.includes(cell)}
        onKeyDown={onKeyDown}
        onFocus={() => {
          setAt(place)
          onNear(place)
        }}
        onNear={onNear}
        onOpen={onOpen}
        onMark={onMark}
      />
    )
  }
  return (
    <table
      ref={table}
      className={css.table}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA's grid is made of a table.
      role="grid"
      aria-label={label}
      aria-multiselectable
      style={sizeOf(laid)}
    >
      {columns.name !== '' && <Columns rows={rows} columns={columns} />}
      {blocks.labels.map((heading, block) => (
        <Block key={heading} heading={heading} laid={laid} cellAt={(column, row) => cellAt({ column, row, block })} />
      ))}
    </table>
  )
}

/** How many cells the style sheet has to fit into the dialog. */
const sizeOf = ({ columns, rows, blocks }: Laid) =>
  ({ '--across': columns.labels.length, '--down': rows.labels.length * blocks.labels.length }) as CSSProperties

/** The values along the top. */
const Columns = ({ columns, rows }: Pick<Laid, 'columns' | 'rows'>) => (
  <thead>
    <tr>
      {rows.name !== '' && (
        <th scope="col">
          <span className={texts.hidden}>{rows.name}</span>
        </th>
      )}
      {columns.labels.map(label => (
        <th key={label} scope="col">
          {label}
        </th>
      ))}
    </tr>
  </thead>
)

/** The rows that share a value of the third axis, under that value. */
const Block = ({ heading, laid, cellAt }: BlockProps) => (
  <tbody>
    {heading !== '' && (
      <tr>
        <th scope="rowgroup" colSpan={laid.columns.labels.length + 1}>
          {heading}
        </th>
      </tr>
    )}
    {laid.rows.labels.map((label, row) => (
      <tr key={label}>
        {laid.rows.name !== '' && <th scope="row">{label}</th>}
        {laid.columns.labels.map((_, column) => cellAt(column, row))}
      </tr>
    ))}
  </tbody>
)

interface BlockProps {
  readonly heading: string
  readonly laid: Laid
  cellAt(column: number, row: number): ReactNode
}

/** Tells one place from another, as an attribute of its cell too. */
const keyOf = ({ column, row, block }: Place): string => `${column} ${row} ${block}`

/** The picture of the cell that an element is in. */
export function pictureIn({ cell }: Laid, element: Element): Picture | undefined {
  const place = element.closest<HTMLElement>('[data-place]')?.dataset.place
  if (place === undefined) return undefined
  const [column = 0, row = 0, block = 0] = place.split(' ').map(Number)
  return cell({ column, row, block })?.picture ?? undefined
}

/** The values that a place stands for. */
const labelOf = ({ column, row, block }: Place, { columns, rows, blocks }: Laid): string =>
  [columns.labels[column], rows.labels[row], blocks.labels[block]].filter(Boolean).join(', ')

interface CellProps extends Pick<Props, 'onNear' | 'onOpen' | 'onMark'> {
  /** Undefined until the cell is drawn. */
  readonly cell: ComparedCell | undefined
  readonly place: Place
  readonly label: string
  readonly hasTabStop: boolean
  readonly isMarked: boolean
  onKeyDown(event: KeyboardEvent): void
  onFocus(): void
}

const Cell = ({ cell, place, label, hasTabStop, isMarked, onKeyDown, onFocus, onNear, onOpen, onMark }: CellProps) => (
  <td
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as the table is ARIA's grid, this is its cell.
    role="gridcell"
    data-place={keyOf(place)}
    tabIndex={hasTabStop ? 0 : -1}
    aria-label={label}
    aria-selected={isMarked}
    className={cell ? undefined : css.waiting}
    onClick={() => cell && onOpen(cell)}
    onKeyDown={onKeyDown}
    onFocus={onFocus}
    onMouseEnter={() => onNear(place)}
  >
    <CellBody cell={cell} onMark={onMark} />
  </td>
)

function CellBody({ cell, onMark }: { readonly cell: ComparedCell | undefined; onMark(cell: ComparedCell): void }) {
  if (!cell) return <div className={css.picture} />
  if (!cell.picture) return <div className={`${css.picture} ${css.failed}`}>{cell.error}</div>
  return (
    <>
      <img className={css.picture} src={pictureAddress(cell.picture)} alt="" />
      <small>{captionOf(cell)}</small>
      {/* For a pointer; the keyboard has the space bar. */}
      <button
        type="button"
        className={css.mark}
        tabIndex={-1}
        aria-label={`Compare ${settingsOf(cell)}`}
        onClick={event => {
          event.stopPropagation()
          onMark(cell)
        }}
      >
        <Columns2 />
      </button>
    </>
  )
}
