import { Layers, RefreshCw, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Input, SearchField, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useStore } from 'zustand'
import type { ModelFile } from '../../../runtime/contract/answers.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { ModelEntry } from './model-entry.tsx'

/** Every model file there is, with what it is and how it wants to be run. */
export function ModelsPanel() {
  const studio = useStudio()
  const { models } = useStore(studio.files)
  const [text, setText] = useState('')
  const [kind, setKind] = useState<string | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  useEffect(() => {
    if (models === null) void studio.attempt(studio.loadModels)
  }, [studio, models])
  const kinds = [...new Set((models ?? []).map(kindOf))]
  const found = (models ?? []).filter(
    model => (kind === null || kindOf(model) === kind) && model.name.toLowerCase().includes(text.toLowerCase()),
  )
  return (
    <section className="panel side" aria-label="Models">
      <header>
        <h2>Models</h2>
        <Button
          className="icon"
          aria-label="Look for new files"
          onPress={() => void studio.attempt(studio.refreshFiles)}
        >
          <RefreshCw />
        </Button>
      </header>
      <div className="body">
        <SearchField className="search" aria-label="Search models" value={text} onChange={setText}>
          <Search />
          <Input placeholder={models === null ? 'Reading…' : `Search ${models.length} files`} />
        </SearchField>
        {kinds.length > 1 && (
          <ToggleButtonGroup
            className="chips"
            aria-label="Kind"
            selectionMode="single"
            selectedKeys={kind === null ? [] : [kind]}
            onSelectionChange={keys => setKind([...keys][0] === undefined ? null : String([...keys][0]))}
          >
            {kinds.map(each => (
              <ToggleButton key={each} id={each} className="chip">
                {each}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
        <ul className="models">
          {found.map(model => (
            <ModelEntry
              key={`${model.folder}/${model.name}`}
              model={model}
              isOpen={open === model.path}
              onToggle={() => setOpen(open === model.path ? null : model.path)}
            />
          ))}
        </ul>
        {models?.every(({ builtIn }) => builtIn) && (
          <p className="note">
            Only the built-in model is here. Point Leapgraph to the models you have: a folder laid out as ComfyUI’s,
            with checkpoints, loras, vae inside.{' '}
            <Button className="link" onPress={() => studio.layout.open({ kind: 'settings', section: 'folders' })}>
              Add a folder
            </Button>
          </p>
        )}
        {models !== null && found.length === 0 && (
          <p className="empty-state">
            <Layers />
            No file matches.
          </p>
        )}
      </div>
    </section>
  )
}

const kindOf = ({ kind, folder }: ModelFile): string => kind ?? folder
