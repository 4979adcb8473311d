import { Image, LockKeyhole, LockKeyholeOpen, type LucideIcon, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { Button, ToggleButton } from 'react-aria-components'
import { useStore } from 'zustand'
import { commandOf, runCommand } from '../../commands/all-commands.ts'
import { shownKeys } from '../../commands/keyboard.ts'
import { IconButton } from '../../look/controls.tsx'
import { Hinted } from '../../look/hinted.tsx'
import { useLayout, useStudio } from '../../studio/use-studio.ts'
import { useCanvas } from '../use-canvas.ts'
import css from './view-bar.module.css'

/** How large the graph is shown, and buttons that change the view. */
export function ViewBar() {
  const { state } = useCanvas()
  const studio = useStudio()
  const percent = useStore(state, ({ scale }) => Math.round(scale * 100))
  const locked = useLayout(({ locked }) => locked)
  return (
    <div className={css.bar} data-over-canvas role="toolbar" aria-label="View">
      <Look command="view.zoom-out" icon={ZoomOut} label="Zoom out" />
      <Button
        className={css.percent}
        aria-label={`Zoom: ${percent} %. Zoom to 100 %`}
        onPress={() => runCommand(studio, 'view.zoom-reset')}
      >
        {percent} %
      </Button>
      <Look command="view.zoom-in" icon={ZoomIn} label="Zoom in" />
      <i />
      <Look command="view.fit" icon={Maximize} label="Fit all nodes" />
      <Look command="view.result" icon={Image} label="Show the result large" />
      <Hinted title={locked ? 'Unlock the canvas' : 'Lock the canvas: the pointer only pans and zooms'}>
        <ToggleButton
          className={css.lock}
          isSelected={locked}
          aria-label="Lock the canvas"
          onChange={() => runCommand(studio, 'view.lock')}
        >
          {locked ? <LockKeyhole /> : <LockKeyholeOpen />}
        </ToggleButton>
      </Hinted>
    </div>
  )
}

interface LookProps {
  readonly command: string
  readonly icon: LucideIcon
  readonly label: string
}

function Look({ command, icon, label }: LookProps) {
  const studio = useStudio()
  const [keys] = shownKeys(studio, commandOf(studio, command))
  return (
    <Hinted title={label} keys={keys}>
      <IconButton icon={icon} label={label} onPress={() => runCommand(studio, command)} />
    </Hinted>
  )
}
