import { nodeColors } from '../../../graph/edit/appearance.ts'
import { colorGroup, removeGroup } from '../../../graph/edit/groups.ts'
import { addNote } from '../../../graph/edit/nodes.ts'
import { insertReroute } from '../../../graph/edit/wires/reroutes.ts'
import { cutWires } from '../../../graph/edit/wires/wire-records.ts'
import type { Picture } from '../../../runtime/contract/run-event.ts'
import { pictureEntries } from '../../commands/pictures/picture-entries.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { MenuEntry, Studio } from '../../studio/studio.ts'
import { pictureAt } from '../../widgets/pictures/picture-address.ts'
import type { CanvasStore, Floating } from '../canvas-state.ts'
import type { CardNode } from '../cards/card-node.ts'
import { fileAddress } from '../cards/pictures.ts'
import type { Hit } from '../hit.ts'

/** What the context menu offers: entries of its own, then commands by their ids. */
export interface MenuEntries {
  readonly own: readonly MenuEntry[]
  readonly commands: readonly string[]
}

interface Menu {
  readonly studio: Studio
  readonly document: DocumentHandle
  readonly state: CanvasStore
}

export function menuEntries(menu: Menu, hit: Hit): MenuEntries {
  switch (hit.on) {
    case 'ground':
      return onGround(menu)
    case 'wire':
      return onWire(menu, hit.link)
    case 'group':
      return onGroup(menu, hit.index)
    default:
      return onNode(menu, hit)
  }
}

const nodeCommands = [
  'run.selected',
  'edit.copy',
  'edit.duplicate',
  'node.collapse',
  'node.pin',
  'node.mute',
  'node.bypass',
  'node.group',
]

/** On a widget, what the node views add for it comes first. */
function onNode({ studio, document, state }: Menu, hit: Extract<Hit, { card: unknown }>): MenuEntries {
  const { node, id } = hit.card
  const added =
    hit.on === 'widget'
      ? studio.nodeViews.flatMap(view => view.menu?.(studio, document, node, hit.widget.name) ?? [])
      : []
  const picture = hit.on === 'picture' ? pictureOn(hit.card) : undefined
  if (picture) return { own: pictureEntries(studio, studio.gallery.find(picture)), commands: nodeCommands }
  return { own: [...added, rename(state, { kind: 'title', node: id })], commands: nodeCommands }
}

/** The latest picture of a card, else the file that it loads. */
function pictureOn(card: CardNode): Picture | undefined {
  const file = fileAddress(card)
  return card.pictures.at(-1) ?? (file === null ? undefined : pictureAt(file))
}

/** The menu closes first: what is open over the canvas would be closed with it. */
const rename = (state: CanvasStore, floating: Floating): MenuEntry => ({
  id: 'rename',
  title: 'Rename…',
  run: () => setTimeout(() => state.setState({ floating })),
})

const onWire = ({ studio, document }: Menu, link: string): MenuEntries => ({
  own: [
    {
      id: 'cut',
      title: 'Remove wire',
      run: () => document.change('Remove wire', draft => cutWires(draft, new Set([link]))),
    },
    {
      id: 'reroute',
      title: 'Add reroute',
      run: () => document.change('Add reroute', insertReroute(link, studio.canvas.current?.pointer() ?? [0, 0])),
    },
  ],
  commands: [],
})

const onGroup = ({ document, state }: Menu, index: number): MenuEntries => ({
  own: [
    rename(state, { kind: 'group-title', index }),
    ...Object.entries(nodeColors).map(([name, { bgcolor }]) => ({
      id: name,
      title: `Colour: ${name.toLowerCase()}`,
      run: () => document.change('Colour group', colorGroup(index, bgcolor)),
    })),
    {
      id: 'remove',
      title: 'Remove group (its nodes stay)',
      run: () => document.change('Remove group', removeGroup(index)),
    },
  ],
  commands: ['node.fit-group'],
})

const onGround = ({ studio, document }: Menu): MenuEntries => ({
  own: [
    {
      id: 'note',
      title: 'Add note',
      run: () => document.change('Add note', addNote('', studio.canvas.current?.centre() ?? [0, 0])),
    },
  ],
  commands: ['node.add', 'edit.paste', 'edit.select-all', 'node.group', 'node.arrange', 'view.fit', 'view.minimap'],
})
