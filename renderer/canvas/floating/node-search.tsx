import { useState } from 'react'
import { Autocomplete, ListBox, ListBoxItem } from 'react-aria-components'
import { pathTitle } from '../../library/categories.ts'
import { placeNode } from '../../library/place-node.ts'
import { searchNodes } from '../../library/search-nodes.ts'
import { SearchBox } from '../../look/controls.tsx'
import { useFirstRow } from '../../look/first-row.ts'
import { floating, flow, lists, texts } from '../../look/styles.ts'
import type { DraggedWire, Point } from '../../studio/canvas-view.ts'
import { useDocument, useStudio } from '../../studio/use-studio.ts'
import { Scroll } from '../../widgets/choices/scroll.tsx'
import type { Mounted } from '../mount.ts'
import css from './node-search.module.css'
import { usePressOutside } from './use-press-outside.ts'

interface Props {
  readonly mounted: Mounted
  /** Where the node is added, in graph units. */
  readonly at: Point
  readonly from: DraggedWire | null
  onClose(): void
}

/** Finds a node by a few letters and adds it where the search was opened; from a dragged wire, only nodes that fit it. */
export function NodeSearch({ mounted, at, from, onClose }: Props) {
  const studio = useStudio()
  const document = useDocument()
  const [text, setText] = useState('')
  const [isFree, setFree] = useState(from === null)
  const element = usePressOutside(onClose)
  const fitting = from && !isFree ? { side: from.side, type: from.type } : undefined
  const search = (text: string) => searchNodes(studio.specs.values(), text, fitting)
  const found = search(text).slice(0, 60)
  const add = (type: string) => {
    const spec = studio.specs.get(type)
    if (spec) placeNode(studio, document, spec, { at, from })
    onClose()
  }
  const takeFirst = useFirstRow(text => {
    const [first] = search(text)
    if (first) add(first.type)
  })
  return (
    <div
      ref={element}
      className={`${floating.popover} ${css.search}`}
      role="dialog"
      aria-label="Add a node"
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
          placeholder={fitting ? `Nodes that fit ${fitting.type}` : 'Search nodes'}
        />
        {fitting && (
          <p className={`${texts.faint} ${css.hint}`}>
            Only nodes that fit <b>{fitting.type}</b>. Backspace shows all nodes.
          </p>
        )}
        <Scroll label="Nodes">
          <ListBox
            className={lists.options}
            aria-label="Nodes"
            items={found.map(spec => ({ ...spec, id: spec.type }))}
            onAction={key => add(String(key))}
            renderEmptyState={() => (
              <p className={`${texts.faint} ${css.hint}`}>No node has that name. Try a word for what it does.</p>
            )}
          >
            {({ id, title, category }) => (
              <ListBoxItem id={id} textValue={title}>
                <span className={flow.name}>{title}</span>
                <span className={texts.faint}>{pathTitle(category.split('/')[0]!)}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Scroll>
      </Autocomplete>
    </div>
  )
}

/** At the point, but inside the canvas. */
function placeOf({ view }: Mounted, at: Point) {
  const [x, y] = view.toScreen(at)
  const [w, h] = view.cssSize
  return { left: Math.max(8, Math.min(x, w - 330)), top: Math.max(8, Math.min(y, h - 390)) }
}
