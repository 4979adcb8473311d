import { Cpu, Search } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { runCommand } from '../../commands/all-commands.ts'
import { buttons, flow, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { RunButton } from '../runs/run-button.tsx'
import { RunProgress } from '../runs/run-progress.tsx'
import { deviceTitle } from '../settings/settings-device.tsx'
import { DocumentTabs } from './document-tabs.tsx'
import { FileButtons } from './file-buttons.tsx'
import { Logo } from './logo.tsx'
import css from './top-bar.module.css'

/** Tabs, the device, the palette and Run. */
export function TopBar() {
  const studio = useStudio()
  return (
    <header className={css.bar}>
      <h1 className={texts.hidden}>Leapgraph</h1>
      <Logo />
      <FileButtons />
      <DocumentTabs />
      <span className={flow.spring} />
      <RunProgress />
      <DeviceChip />
      <Button className={buttons.chip} onPress={() => runCommand(studio, 'view.palette')}>
        <Search /> <span className={css.text}>Search</span>
        <kbd className={css.text}>{studio.facts.platform === 'darwin' ? '⌘K' : 'Ctrl K'}</kbd>
      </Button>
      <RunButton />
    </header>
  )
}

/** Where pictures are computed. */
function DeviceChip() {
  const studio = useStudio()
  const { state, device } = useStore(studio.engine)
  const ready = device === null ? 'ready' : deviceTitle(device)
  const text = state === 'starting' ? 'starting…' : state === 'stopped' ? 'engine stopped' : ready
  return (
    <Button
      className={`${buttons.chip} ${css.device}`}
      data-state={state}
      aria-label={`Device: ${text}`}
      onPress={() =>
        state === 'stopped'
          ? studio.layout.showSide('log')
          : studio.layout.open({ kind: 'settings', section: 'device' })
      }
    >
      <Cpu /> <span className={css.text}>{text}</span>
    </Button>
  )
}
