import { Fragment } from 'react'
import { Menu, MenuItem, Popover, Separator, SubmenuTrigger } from 'react-aria-components'
import { nodeColors } from '../../../graph/edit/appearance.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { CommandItem } from '../../commands/command-item.tsx'
import { floating, lists } from '../../look/styles.ts'
import type { Point } from '../../studio/canvas-view.ts'
import { useDocument, useStudio } from '../../studio/use-studio.ts'
import type { Hit } from '../hit.ts'
import { useCanvas } from '../use-canvas.ts'
import css from './context-menu.module.css'
import { menuEntries } from './menu-entries.ts'
import { usePressOutside } from './use-press-outside.ts'

interface Props {
  /** CSS pixels of the canvas. */
  readonly at: Point
  readonly hit: Hit
  onClose(): void
}

/** What can be done with what was right-clicked. */
export function ContextMenu({ at, hit, onClose }: Props) {
  const { state } = useCanvas()
  // A submenu is outside the menu's element.
  const element = usePressOutside(onClose, target => target.closest('[data-trigger=SubmenuTrigger]') !== null)
  const host = state.getState().size
  const place = { left: Math.min(at[0], host[0] - 270), top: Math.max(0, Math.min(at[1], host[1] - 420)) }
  return (
    <div ref={element} className={`${floating.popover} ${css.menu}`} style={place}>
      <MenuBody hit={hit} onClose={onClose} />
    </div>
  )
}

function MenuBody({ hit, onClose }: Omit<Props, 'at'>) {
  const { state } = useCanvas()
  const studio = useStudio()
  const document = useDocument()
  const { own, commands } = menuEntries({ studio, document, state }, hit)
  return (
    <Menu className={lists.options} aria-label={menuName(hit)} autoFocus="first" onClose={onClose}>
      {own.map(({ id, title, startsGroup, run }) => (
        <Fragment key={id}>
          {startsGroup && <Separator />}
          <MenuItem id={id} onAction={run}>
            {title}
          </MenuItem>
        </Fragment>
      ))}
      {own.length > 0 && commands.length > 0 && <Separator />}
      {commands.map(id => (
        <CommandItem key={id} id={id} />
      ))}
      {'card' in hit && <ColorItem />}
      {'card' in hit && <Separator />}
      {'card' in hit && ['edit.delete-rewire', 'edit.delete'].map(id => <CommandItem key={id} id={id} />)}
    </Menu>
  )
}

const menuName = (hit: Hit): string =>
  'card' in hit ? hit.card.title : { ground: 'Canvas', wire: 'Wire', group: 'Group' }[hit.on]

/** The colours of a node, in a submenu. */
function ColorItem() {
  const studio = useStudio()
  const names = [...Object.keys(nodeColors), 'None']
  return (
    <SubmenuTrigger>
      <MenuItem id="colour">Colour</MenuItem>
      <Popover className={floating.popover}>
        <Menu className={lists.options} aria-label="Colour">
          {names.map(name => (
            <MenuItem
              key={name}
              id={name}
              onAction={() => runCommand(studio, `node.color-${name.toLowerCase().replace(' ', '-')}`)}
            >
              {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </SubmenuTrigger>
  )
}
