import { Menu, MenuItem, Popover, Separator, SubmenuTrigger } from 'react-aria-components'
import { nodeColors } from '../../../graph/edit/appearance.ts'
import { colorGroup, removeGroup } from '../../../graph/edit/groups.ts'
import { addNote } from '../../../graph/edit/notes.ts'
import { insertReroute } from '../../../graph/edit/wires/reroutes.ts'
import { cutWires } from '../../../graph/edit/wires/wire-records.ts'
import { commandOf, isEnabled, runCommand } from '../../commands/all-commands.ts'
import { keysForPeople, keysOf } from '../../commands/keyboard.ts'
import { floating, lists } from '../../look/styles.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { useDocument, useStudio } from '../../studio/use-studio.ts'
import type { MenuEntry } from '../../views/node-view.ts'
import type { CanvasStore } from '../canvas-state.ts'
import type { Hit } from '../hit.ts'
import css from './context-menu.module.css'
import { usePressOutside } from './use-press-outside.ts'

interface Props {
  /** CSS pixels of the canvas. */
  readonly at: Point
  readonly hit: Hit
  readonly state: CanvasStore
  onClose(): void
}

/** What can be done with what was right-clicked. */
export function ContextMenu({ at, hit, state, onClose }: Props) {
  // A submenu is outside the menu's element.
  const element = usePressOutside(onClose, target => target.closest('[data-trigger=SubmenuTrigger]') !== null)
  const host = state.getState().size
  const place = { left: Math.min(at[0], host[0] - 270), top: Math.max(0, Math.min(at[1], host[1] - 420)) }
  return (
    <div ref={element} className={`${floating.popover} ${css.menu}`} style={place}>
      <MenuBody at={at} hit={hit} state={state} onClose={onClose} />
    </div>
  )
}

function MenuBody({ hit, state, onClose }: Props) {
  const entries = useEntries(hit, state)
  return (
    <Menu className={lists.options} aria-label={menuName(hit)} autoFocus="first" onClose={onClose}>
      {entries.own.map(({ id, title, run }) => (
        <MenuItem key={id} id={id} onAction={run}>
          {title}
        </MenuItem>
      ))}
      {entries.own.length > 0 && entries.commands.length > 0 && <Separator />}
      {entries.commands.map(id => (
        <CommandItem key={id} id={id} />
      ))}
      {'card' in hit && <ColorItem title="Colour" prefix="node.color-" />}
      {'card' in hit && <Separator />}
      {'card' in hit && ['edit.delete-rewire', 'edit.delete'].map(id => <CommandItem key={id} id={id} />)}
    </Menu>
  )
}

const menuName = (hit: Hit): string => ('card' in hit ? hit.card.title : hit.on === 'ground' ? 'Canvas' : hit.on)

const onNode = [
  'run.selected',
  'edit.copy',
  'edit.duplicate',
  'node.collapse',
  'node.pin',
  'node.mute',
  'node.bypass',
  'node.group',
]
const onGround = ['node.add', 'edit.paste', 'edit.select-all', 'node.group', 'node.arrange', 'view.fit', 'view.minimap']

function useEntries(
  hit: Hit,
  state: CanvasStore,
): { readonly own: readonly MenuEntry[]; readonly commands: readonly string[] } {
  const studio = useStudio()
  const document = useDocument()
  const { canvas } = studio
  if ('card' in hit) {
    const rename = () => state.setState({ floating: { kind: 'title', node: hit.card.id } })
    const ofViews =
      hit.on === 'widget'
        ? studio.nodeViews.flatMap(view => view.menu?.(studio, document, hit.card.node, hit.widget.name) ?? [])
        : []
    const own = [{ id: 'rename', title: 'Rename…', run: () => setTimeout(rename) }]
    return { own: [...ofViews, ...own], commands: onNode }
  }
  if (hit.on === 'wire')
    return {
      own: [
        {
          id: 'cut',
          title: 'Remove wire',
          run: () => document.change('Remove wire', draft => cutWires(draft, new Set([hit.link]))),
        },
        {
          id: 'reroute',
          title: 'Add reroute',
          run: () => document.change('Add reroute', insertReroute(hit.link, canvas.current?.pointer() ?? [0, 0])),
        },
      ],
      commands: [],
    }
  if (hit.on === 'group') {
    const rename = () => state.setState({ floating: { kind: 'group-title', index: hit.index } })
    return {
      own: [
        { id: 'rename', title: 'Rename…', run: () => setTimeout(rename) },
        ...Object.entries(nodeColors).map(([name, { bgcolor }]) => ({
          id: name,
          title: `Colour: ${name.toLowerCase()}`,
          run: () => document.change('Colour group', colorGroup(hit.index, bgcolor)),
        })),
        {
          id: 'remove',
          title: 'Remove group (its nodes stay)',
          run: () => document.change('Remove group', removeGroup(hit.index)),
        },
      ],
      commands: ['node.fit-group'],
    }
  }
  const note = () => document.change('Add note', addNote('', canvas.current?.centre() ?? [0, 0]))
  return { own: [{ id: 'note', title: 'Add note', run: note }], commands: onGround }
}

function CommandItem({ id }: { readonly id: string }) {
  const studio = useStudio()
  const command = commandOf(studio, id)
  const [keys] = keysOf(studio, command)
  return (
    <MenuItem id={id} isDisabled={!isEnabled(studio, command)} onAction={() => runCommand(studio, id)}>
      {command.title}
      {keys && <kbd>{keysForPeople(keys, studio.facts.platform === 'darwin')}</kbd>}
    </MenuItem>
  )
}

function ColorItem({ title, prefix }: { readonly title: string; readonly prefix: string }) {
  const studio = useStudio()
  const names = [...Object.keys(nodeColors), 'None']
  return (
    <SubmenuTrigger>
      <MenuItem id={prefix}>{title}</MenuItem>
      <Popover className={floating.popover}>
        <Menu className={lists.options} aria-label={title}>
          {names.map(name => (
            <MenuItem
              key={name}
              id={name}
              onAction={() => runCommand(studio, `${prefix}${name.toLowerCase().replace(' ', '-')}`)}
            >
              {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </SubmenuTrigger>
  )
}
