import {
  Boxes,
  FolderOpen,
  History,
  Image,
  Images,
  Keyboard,
  Layers,
  LayoutTemplate,
  ListOrdered,
  PanelRight,
  ScrollText,
  Settings,
  Workflow,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, ToggleButton } from 'react-aria-components'
import { useStore } from 'zustand'
import { commandOf, runCommand } from '../../commands/all-commands.ts'
import { shownKeys } from '../../commands/keyboard.ts'
import { Hinted } from '../../look/hinted.tsx'
import { flow } from '../../look/styles.ts'
import type { SidePanel } from '../../studio/layout.ts'
import { useIsForm, useLayout, useSide, useStudio } from '../../studio/use-studio.ts'
import css from './rail.module.css'

const panels: readonly (readonly [SidePanel, string, ReactNode])[] = [
  ['nodes', 'Nodes', <Boxes key="nodes" />],
  ['models', 'Models', <Layers key="models" />],
  ['workflows', 'Workflows', <FolderOpen key="workflows" />],
  ['queue', 'Queue', <ListOrdered key="queue" />],
  ['gallery', 'Gallery', <Images key="gallery" />],
  ['history', 'History', <History key="history" />],
]

/** The narrow strip on the left that shows and hides the panels. */
export function Rail() {
  const studio = useStudio()
  const { runs } = studio
  const side = useSide()
  const isForm = useIsForm()
  const inspector = useLayout(({ inspector }) => inspector)
  const results = useLayout(layout => (isForm ? layout.resultsBesideForm : layout.results))
  const waiting = useStore(runs.store, ({ queue }) => queue.length)
  return (
    <nav className={css.rail} aria-label="Panels">
      <Action command="view.form" title={isForm ? 'Graph' : 'Form'} className={css.phone}>
        {isForm ? <Workflow /> : <LayoutTemplate />}
      </Action>
      {panels.map(([id, title, icon]) => (
        <Named key={id} command={`view.${id}`} title={title}>
          <ToggleButton
            isSelected={side === id}
            onChange={() => runCommand(studio, `view.${id}`)}
            aria-label={id === 'queue' && waiting > 0 ? `${title}: ${waiting}` : title}
          >
            {icon}
            {id === 'queue' && waiting > 0 && <b className={css.badge}>{waiting}</b>}
          </ToggleButton>
        </Named>
      ))}
      <span className={flow.spring} />
      <Toggle command="view.results" title="Results" isOn={results}>
        <Image />
      </Toggle>
      <Toggle command="view.inspector" title="Inspector" isOn={inspector && !isForm} isDisabled={isForm}>
        <PanelRight />
      </Toggle>
      <Toggle command="view.log" title="Log" isOn={side === 'log'} className={css.desk}>
        <ScrollText />
      </Toggle>
      <Action command="help.shortcuts" title="Keyboard shortcuts" className={css.desk}>
        <Keyboard />
      </Action>
      <Action command="settings.open" title="Settings">
        <Settings />
      </Action>
    </nav>
  )
}

interface ActionProps {
  readonly command: string
  readonly title: string
  /** A class of its own. */
  readonly className?: string | undefined
  readonly children: ReactNode
}

interface ToggleProps extends ActionProps {
  readonly isOn: boolean
  readonly isDisabled?: boolean
}

function Toggle({ command, title, isOn, isDisabled = false, className = '', children }: ToggleProps) {
  const studio = useStudio()
  return (
    <Named command={command} title={title}>
      <ToggleButton
        className={className}
        isSelected={isOn}
        isDisabled={isDisabled}
        onChange={() => runCommand(studio, command)}
        aria-label={title}
      >
        {children}
      </ToggleButton>
    </Named>
  )
}

function Action({ command, title, className, children }: ActionProps) {
  const studio = useStudio()
  return (
    <Named command={command} title={title}>
      <Button className={className ?? ''} aria-label={title} onPress={() => runCommand(studio, command)}>
        {children}
      </Button>
    </Named>
  )
}

/** With the keys of the command. */
function Named({ command, title, children }: ActionProps) {
  const studio = useStudio()
  const [keys] = shownKeys(studio, commandOf(studio, command))
  return (
    <Hinted title={title} keys={keys} placement="right">
      {children}
    </Hinted>
  )
}
