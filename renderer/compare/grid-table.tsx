import { Columns2 } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { captionOf } from '../../graph/compare/caption.ts'
import type { ComparedCell } from '../../graph/compare/grid-event.ts'
import { texts } from '../look/styles.ts'
import { pictureAddress } from '../widgets/pictures/picture-address.ts'
import { type Laid, type Place, stepFrom } from './grid-cells.ts'
import css from './grid-table.module.css'
import { settingsOf } from './open-cell.ts'

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
  const size = {
    '--across': columns.labels.length,
    '--down': rows.labels.length * blocks.labels.length,
  } as CSSProperties
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
    const isHere = keyOf(place) === keyOf(at)
    const name = [columns.labels[place.column], rows.labels[place.row], blocks.labels[place.block]]
    return (
      <td
        key={place.column}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as the table is ARIA's grid, this is its cell.
        role="gridcell"
        data-place={keyOf(place)}
        tabIndex={isHere ? 0 : -1}
        aria-label={`${name.filter(Boolean).join(', ')}: ${cell ? (cell.error ?? captionOf(cell)) : 'not drawn yet'}`}
        aria-selected={cell !== undefined && marked.includes(cell)}
        className={cell ? undefined : css.waiting}
        onClick={() => cell && onOpen(cell)}
        onKeyDown={onKeyDown}
        onFocus={() => {
          setAt(place)
          onNear(place)
        }}
        onMouseEnter={() => onNear(place)}
      >
        <CellBody cell={cell} onMark={onMark} />
      </td>
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
      style={size}
    >
      {columns.name !== '' && <Columns rows={rows} columns={columns} />}
      {blocks.labels.map((heading, block) => (
        <tbody key={heading}>
          {heading !== '' && (
            <tr>
              <th scope="rowgroup" colSpan={columns.labels.length + 1}>
                {heading}
              </th>
            </tr>
          )}
          {rows.labels.map((label, row) => (
            <tr key={label}>
              {rows.name !== '' && <th scope="row">{label}</th>}
              {columns.labels.map((_, column) => cellAt({ column, row, block }))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

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

const keyOf = ({ column, row, block }: Place): string => `${column} ${row} ${block}`

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
