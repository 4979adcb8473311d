import { ChevronRight, Search } from 'lucide-react'
import { useState } from 'react'
import { Button, Disclosure, DisclosurePanel, Heading, Input, SearchField } from 'react-aria-components'
import type { NodeSpec } from '../../../graph/node.ts'
import { nodeMime } from '../../commands/exchange/drops.ts'
import { type Category, categoriesOf, type Folder } from '../../library/categories.ts'
import { placeNode } from '../../library/place-node.ts'
import { searchNodes } from '../../library/search-nodes.ts'
import { useStudio } from '../../studio/use-studio.ts'

/** Every node there is, by category or by a search; dragged onto the canvas or added by a press. */
export function NodesPanel() {
  const { specs } = useStudio()
  const [text, setText] = useState('')
  const found = searchNodes(specs.values(), text)
  return (
    <section className="panel side" aria-label="Node library">
      <header>
        <h2>Nodes</h2>
        <span className="where">{specs.size}</span>
      </header>
      <div className="body">
        <SearchField className="search" aria-label="Search nodes" value={text} onChange={setText}>
          <Search />
          <Input placeholder="Search nodes" />
        </SearchField>
        {text !== '' ? (
          <ul className="entries">{found.map(entry)}</ul>
        ) : (
          categoriesOf(specs.values()).map(category => <CategoryEntry key={category.id} category={category} />)
        )}
        {found.length === 0 && (
          <p className="empty-state">
            <Search />
            No node of that name. Try a word of what it does, such as “save” or “noise”.
          </p>
        )}
      </div>
    </section>
  )
}

/** Its own nodes are seen at once, the folders inside it by a press. */
function CategoryEntry({ category: { title, count, folders } }: { readonly category: Category }) {
  return (
    <Disclosure className="category" defaultExpanded>
      <Heading level={3}>
        <Button slot="trigger" className="quiet">
          {title}
          <span className="where">{count}</span>
        </Button>
      </Heading>
      <DisclosurePanel>
        {folders.map(folder =>
          folder.path === '' ? (
            <ul key="" className="entries">
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
    <Disclosure className="folder">
      <Heading level={4}>
        <Button slot="trigger" className="quiet">
          <ChevronRight />
          {title}
          <span className="where">{nodes.length}</span>
        </Button>
      </Heading>
      <DisclosurePanel>
        <ul className="entries">{nodes.map(entry)}</ul>
      </DisclosurePanel>
    </Disclosure>
  )
}

const entry = (spec: NodeSpec) => <Entry key={spec.type} spec={spec} />

/** The kind of thing it is about: what it gives, else what it takes. */
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
      <Button className="quiet" onPress={() => placeNode(studio, studio.documents.activeOrNew(), spec)}>
        <i className="dot" data-type={typeOf(spec)} />
        <span className="name">{spec.title}</span>
      </Button>
    </li>
  )
}
