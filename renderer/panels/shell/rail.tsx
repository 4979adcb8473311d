import { Boxes, FolderOpen, History, Keyboard, Layers, ListOrdered, PanelRight, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { useStore } from 'zustand'
import { commandOf, runCommand } from '../../commands/all-commands.ts'
import { keysForPeople, keysOf } from '../../commands/keyboard.ts'
import { floating, flow } from '../../look/styles.ts'
import type { SidePanel } from '../../studio/layout.ts'
import { useIsForm, useLayout, useSide, useStudio } from '../../studio/use-studio.ts'
import css from './rail.module.css'

const panels: readonly (readonly [SidePanel, string, ReactNode])[] = [
  ['nodes', 'Nodes', <Boxes key="nodes" />],
  ['models', 'Models', <Layers key="models" />],
  ['workflows', 'Workflows', <FolderOpen key="workflows" />],
  ['queue', 'Queue', <ListOrdered key="queue" />],
  ['history', 'History', <History key="history" />],
]

/** The narrow strip on the left that shows and hides the panels. */
export function Rail() {
  const studio = useStudio()
  const { layout, runs } = studio
  const side = useSide()
  const isForm = useIsForm()
  const inspector = useLayout(({ inspector }) => inspector)
  const waiting = useStore(runs.store, ({ queue }) => queue.length)
  return (
    <nav className={css.rail} aria-label="Panels">
      {panels.map(([id, title, icon]) => (
        <Hinted key={id} command={`view.${id}`} title={title}>
          <ToggleButton
            isSelected={side === id}
            onChange={() => runCommand(studio, `view.${id}`)}
            aria-label={id === 'queue' && waiting > 0 ? `${title}: ${waiting}` : title}
          >
            {icon}
            {id === 'queue' && waiting > 0 && <b className={css.badge}>{waiting}</b>}
          </ToggleButton>
        </Hinted>
      ))}
      <span className={flow.spring} />
      <Hinted command="view.inspector" title="Inspector">
        <ToggleButton
          isSelected={inspector && !isForm}
          isDisabled={isForm}
          onChange={layout.toggleInspector}
          aria-label="Inspector"
        >
          <PanelRight />
        </ToggleButton>
      </Hinted>
      <Action command="help.shortcuts" title="Keyboard shortcuts" icon={<Keyboard />} />
      <Action command="settings.open" title="Settings" icon={<Settings />} />
    </nav>
  )
}

function Action({
  command,
  title,
  icon,
}: {
  readonly command: string
  readonly title: string
  readonly icon: ReactNode
}) {
  const studio = useStudio()
  return (
    <Hinted command={command} title={title}>
      <Button aria-label={title} onPress={() => runCommand(studio, command)}>
        {icon}
      </Button>
    </Hinted>
  )
}

/** A button with its name and its keys beside it. */
function Hinted({
  command,
  title,
  children,
}: {
  readonly command: string
  readonly title: string
  readonly children: ReactNode
}) {
  const studio = useStudio()
  const [keys] = keysOf(studio, commandOf(studio, command))
  return (
    <TooltipTrigger delay={500}>
      {children}
      <Tooltip placement="right" className={floating.tooltip}>
        {title}
        {keys && <kbd>{keysForPeople(keys, studio.facts.platform === 'darwin')}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
