import { useState } from 'react'
import { Autocomplete, ListBox, ListBoxItem } from 'react-aria-components'
import { pathTitle } from '../../library/categories.ts'
import { placeNode } from '../../library/place-node.ts'
import { type Fitting, searchNodes } from '../../library/search-nodes.ts'
import { SearchBox } from '../../look/controls.tsx'
import { useFirstRow } from '../../look/first-row.ts'
import { floating, flow, lists, texts } from '../../look/styles.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { useDocument, useStudio } from '../../studio/use-studio.ts'
import { Scroll } from '../../widgets/choices/scroll.tsx'
import type { Floating } from '../canvas-state.ts'
import type { Mounted } from '../mount.ts'
import { useCanvas } from '../use-canvas.ts'
import css from './node-search.module.css'
import { usePressOutside } from './use-press-outside.ts'
import { type WireEnd, wireEnds } from './wire-ends.ts'

interface Props {
  /** Where a node is added, in graph units, and the wire that it is for. */
  readonly what: Extract<Floating, { kind: 'search' }>
  onClose(): void
}

/** A row of the list: a socket that is there, or a node to add. */
interface Row {
  readonly id: string
  readonly title: string
  readonly hint: string
  take(): void
}

/**
 * Finds a node by a few letters and adds it where the search was opened; from a wire, only nodes that fit it, below the
 * sockets that it may end at when the wire was started by the keyboard.
 */
export function NodeSearch({ what, onClose }: Props) {
  const { mounted } = useCanvas()
  const { at, from, listsSockets = false } = what
  const [text, setText] = useState('')
  const [isFree, setFree] = useState(from === null)
  const element = usePressOutside(onClose)
  const fitting = from && !isFree ? { side: from.side, type: from.type } : undefined
  const rowsFor = useRows(mounted, what, fitting)
  const take = (row: Row | undefined) => {
    row?.take()
    if (row) onClose()
  }
  const takeFirst = useFirstRow(text => take(rowsFor(text)[0]))
  return (
    <div
      ref={element}
      className={`${floating.popover} ${css.search}`}
      role="dialog"
      aria-label={listsSockets ? 'Where the wire ends' : 'Add a node'}
      style={placeOf(mounted, at)}
      onKeyDownCapture={event => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Backspace' && text === '') setFree(true)
        takeFirst(event)
      }}
    >
      <Autocomplete inputValue={text} onInputChange={setText}>
        <SearchBox
          aria-label="Search nodes"
          autoFocus
          placeholder={
            fitting ? `${listsSockets ? 'Sockets and nodes' : 'Nodes'} that fit ${fitting.type}` : 'Search nodes'
          }
        />
        {fitting && (
          <p className={`${texts.faint} ${css.hint}`}>
            Only nodes that fit <b>{fitting.type}</b>. Backspace shows all nodes.
          </p>
        )}
        <Rows rows={rowsFor(text).slice(0, 60)} onTake={take} />
      </Autocomplete>
    </div>
  )
}

function Rows({ rows, onTake }: { readonly rows: readonly Row[]; onTake(row: Row | undefined): void }) {
  return (
    <Scroll label="Nodes">
      <ListBox
        className={lists.options}
        aria-label="Nodes"
        items={rows}
        onAction={key => onTake(rows.find(({ id }) => id === key))}
        renderEmptyState={() => (
          <p className={`${texts.faint} ${css.hint}`}>No node has that name. Try a word for what it does.</p>
        )}
      >
        {({ id, title, hint }) => (
          <ListBoxItem id={id} textValue={title}>
            <span className={flow.name}>{title}</span>
            <span className={texts.faint}>{hint}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Scroll>
  )
}

/** @returns the rows for a text, best first */
function useRows(mounted: Mounted, { at, from, listsSockets = false }: Props['what'], fitting: Fitting | undefined) {
  const studio = useStudio()
  const { specs } = studio
  const document = useDocument()
  const ends = from && listsSockets ? wireEnds(document.read().present, specs, mounted.graph.cards.values(), from) : []
  return (text: string): readonly Row[] => [
    ...matchingEnds(ends, text).map(({ id, title, node, isWired, change }) => ({
      id,
      title,
      hint: isWired ? `node ${node}, wired` : `node ${node}`,
      take: () => document.change('Connect', change),
    })),
    ...searchNodes(specs.values(), listsSockets ? text.replace(/^new\s+/i, '') : text, fitting).map(spec => ({
      id: spec.type,
      title: listsSockets ? `New ${spec.title}` : spec.title,
      hint: pathTitle(spec.category.split('/')[0]!),
      take() {
        placeNode(studio, document, spec, { at, from })
        // The keyboard goes on at the new node, not at the row of the old one.
        mounted.view.canvas.focus()
      },
    })),
  ]
}

/** Those with all words in their node's and their own name. */
function matchingEnds(ends: readonly WireEnd[], text: string): readonly WireEnd[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return ends.filter(({ title }) => words.every(word => title.toLowerCase().includes(word)))
}

/** At the point, but inside the canvas. */
function placeOf({ view }: Mounted, at: Point) {
  const [x, y] = view.toScreen(at)
  const [w, h] = view.cssSize
  return { left: Math.max(8, Math.min(x, w - 330)), top: Math.max(8, Math.min(y, h - 390)) }
}
