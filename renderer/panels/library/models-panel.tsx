import { Layers, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useStore } from 'zustand'
import { trialModel } from '../../../graph/trial-model.ts'
import { kindOf, kindsOf } from '../../library/model-kinds.ts'
import { IconButton, SearchBox } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { buttons, flow, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { ModelEntry } from './model-entry.tsx'

/** Every model file, with its kind and the settings that it is made for. */
export function ModelsPanel() {
  const studio = useStudio()
  const { models } = useStore(studio.files)
  const [text, setText] = useState('')
  const [kind, setKind] = useState<string | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  useEffect(() => {
    if (models === null) void studio.attempt(studio.loadModels)
  }, [studio, models])
  const kinds = kindsOf(models ?? [])
  const found = (models ?? []).filter(
    model => (kind === null || kindOf(model) === kind) && model.name.toLowerCase().includes(text.toLowerCase()),
  )
  return (
    <SidePanel
      title="Models"
      actions={
        <IconButton
          icon={RefreshCw}
          label="Refresh the list"
          onPress={() => void studio.attempt(studio.refreshFiles)}
        />
      }
    >
      <SearchBox
        aria-label="Search models"
        value={text}
        onChange={setText}
        placeholder={models === null ? 'Reading…' : `Search ${models.length} files`}
      />
      {kinds.length > 1 && <Kinds kinds={kinds} chosen={kind} onChoose={setKind} />}
      {models?.every(({ builtIn }) => builtIn) && <OnlyBuiltIn />}
      <ul>
        {found.map(model => (
          <ModelEntry
            key={`${model.folder}/${model.name}`}
            model={model}
            isOpen={open === model.path}
            onToggle={() => setOpen(open === model.path ? null : model.path)}
          />
        ))}
      </ul>
      {models !== null && found.length === 0 && (
        <p className={texts.empty}>
          <Layers />
          No file matches.
        </p>
      )}
    </SidePanel>
  )
}

interface KindsProps {
  readonly kinds: readonly string[]
  readonly chosen: string | null
  onChoose(kind: string | null): void
}

/** One chip for each kind of file; pressed again, it shows all. */
const Kinds = ({ kinds, chosen, onChoose }: KindsProps) => (
  <ToggleButtonGroup
    className={flow.chips}
    aria-label="Kind"
    selectionMode="single"
    selectedKeys={chosen === null ? [] : [chosen]}
    onSelectionChange={keys => onChoose([...keys][0] === undefined ? null : String([...keys][0]))}
  >
    {kinds.map(each => (
      <ToggleButton key={each} id={each} className={buttons.chip}>
        {each}
      </ToggleButton>
    ))}
  </ToggleButtonGroup>
)

function OnlyBuiltIn() {
  const { layout } = useStudio()
  return (
    <p className={texts.note}>
      Only the small model for trying out was found, with its LoRA and its ControlNet. It draws{' '}
      {trialModel.things.length} things.{' '}
      <Button className={buttons.link} onPress={() => layout.open({ kind: 'real-models' })}>
        Get a real model
      </Button>
    </p>
  )
}
