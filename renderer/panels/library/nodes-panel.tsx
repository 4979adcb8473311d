import { ChevronRight, Search } from 'lucide-react'
import { useState } from 'react'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import type { NodeSpec } from '../../../graph/node.ts'
import { socketToken } from '../../canvas/cards/look.ts'
import { nodeMime } from '../../commands/exchange/drops.ts'
import { type Category, categoriesOf, type Folder } from '../../library/categories.ts'
import { placeNode } from '../../library/place-node.ts'
import { searchNodes } from '../../library/search-nodes.ts'
import { SearchBox } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { buttons, flow, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import library from './library.module.css'
import css from './nodes-panel.module.css'

/** Every node type, by category or by a search. A row is dragged onto the canvas, or pressed to add the node. */
export function NodesPanel() {
  const { specs } = useStudio()
  const [text, setText] = useState('')
  const found = searchNodes(specs.values(), text)
  return (
    <SidePanel
      title="Nodes"
      label="Node library"
      actions={<span className={`${texts.faint} ${css.count}`}>{specs.size}</span>}
    >
      <SearchBox aria-label="Search nodes" value={text} onChange={setText} placeholder="Search nodes" />
      {text !== '' ? (
        <ul className={library.entries}>{found.map(entry)}</ul>
      ) : (
        categoriesOf(specs.values()).map(category => <CategoryEntry key={category.id} category={category} />)
      )}
      {found.length === 0 && (
        <p className={texts.empty}>
          <Search />
          No node matches. Search for what the node does, such as “save” or “noise”.
        </p>
      )}
    </SidePanel>
  )
}

/** Its own nodes are shown; the folders inside it open by a press. */
function CategoryEntry({ category: { title, count, folders } }: { readonly category: Category }) {
  return (
    <Disclosure className={css.category} defaultExpanded>
      <Heading level={3}>
        <Button slot="trigger" className={buttons.quiet}>
          {title}
          <span className={`${texts.faint} ${css.many}`}>{count}</span>
        </Button>
      </Heading>
      <DisclosurePanel>
        {folders.map(folder =>
          folder.path === '' ? (
            <ul key="" className={library.entries}>
              {folder.nodes.map(entry)}
            </ul>
          ) : (
            <FolderEntry key={folder.path} folder={folder} />
          ),
        )}
      </DisclosurePanel>
    </Disclosure>
  )
}

function FolderEntry({ folder: { title, nodes } }: { readonly folder: Folder }) {
  return (
    <Disclosure className={css.folder}>
      <Heading level={4}>
        <Button slot="trigger" className={buttons.quiet}>
          <ChevronRight />
          {title}
          <span className={`${texts.faint} ${css.many}`}>{nodes.length}</span>
        </Button>
      </Heading>
      <DisclosurePanel>
        <ul className={library.entries}>{nodes.map(entry)}</ul>
      </DisclosurePanel>
    </Disclosure>
  )
}

const entry = (spec: NodeSpec) => <Entry key={spec.type} spec={spec} />

/** The type of its first output, else of its first input. */
const typeOf = ({ inputs, outputs }: NodeSpec): string =>
  [...Object.values(outputs), ...Object.values(inputs)].flatMap(port =>
    port.kind === 'socket' ? [port.type] : [],
  )[0] ?? ''

function Entry({ spec }: { readonly spec: NodeSpec }) {
  const studio = useStudio()
  return (
    <li
      draggable
      onDragStart={event => event.dataTransfer.setData(nodeMime, JSON.stringify({ type: spec.type }))}
      title={spec.about}
    >
      <Button className={buttons.quiet} onPress={() => placeNode(studio, studio.documents.activeOrNew(), spec)}>
        <i className={css.dot} style={{ background: `var(${socketToken(typeOf(spec))})` }} />
        <span className={flow.name}>{spec.title}</span>
      </Button>
    </li>
  )
}
