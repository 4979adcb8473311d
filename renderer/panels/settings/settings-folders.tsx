import { FolderPlus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Input, Label, TextField } from 'react-aria-components'
import { useStore } from 'zustand'
import { IconButton } from '../../look/controls.tsx'
import { buttons, fields, flow, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { useTyped } from '../../widgets/use-typed.ts'
import css from './settings.module.css'

/** The folders of models, and the folder where pictures are saved. */
export function FolderSettings() {
  const studio = useStudio()
  const { modelFolders } = useStore(studio.settings)
  const change = (folders: readonly string[]) => studio.attempt(() => studio.set({ modelFolders: [...folders] }))
  const warnings = useWarnings(modelFolders)
  const [refused, setRefused] = useState<string | null>(null)
  const add = (typed: string) =>
    studio.attempt(async () => {
      if (typed.trim() === '') return
      const checked = await studio.api.request('folder:check', { path: typed.trim(), known: [...modelFolders] })
      setRefused(checked.refused)
      if (checked.refused === null) await change([...modelFolders, checked.folder])
    })
  return (
    <div className={css.section}>
      <h3>Model folders</h3>
      <p className={texts.faint}>
        Laid out as in ComfyUI, with the folders checkpoints, loras, vae, controlnet and so on. The small model for
        trying out is always there.{' '}
        <Button className={buttons.link} onPress={() => studio.layout.open({ kind: 'real-models' })}>
          Get a real model
        </Button>
        {!studio.facts.dialogs && ' A new folder is confirmed in the terminal where Leapgraph runs.'}
      </p>
      <ul className={css.folders}>
        {[...new Set(modelFolders)].map(folder => (
          <li key={folder}>
            <span>
              {folder}
              {warnings[folder] && <p className={`${texts.note} ${texts.warn}`}>{warnings[folder]}</p>}
            </span>
            <IconButton
              icon={Trash2}
              label={`Remove ${folder}`}
              onPress={() => void change(modelFolders.filter(each => each !== folder))}
            />
          </li>
        ))}
      </ul>
      <AddFolder add={typed => void add(typed)} />
      {refused !== null && (
        <p role="alert" className={`${texts.note} ${texts.bad}`}>
          {refused}
        </p>
      )}
      <OutputFolder />
    </div>
  )
}

/** By folder: what is wrong with it at present. */
function useWarnings(folders: readonly string[]): Readonly<Record<string, string | null>> {
  const { api, attempt } = useStudio()
  const [warnings, setWarnings] = useState<Readonly<Record<string, string | null>>>({})
  useEffect(() => {
    let isNewest = true
    void attempt(async () => {
      const checks = await Promise.all(folders.map(path => api.request('folder:check', { path, known: [] })))
      if (isNewest)
        setWarnings(Object.fromEntries(checks.map(({ refused, warning }, i) => [folders[i]!, refused ?? warning])))
    })
    return () => {
      isNewest = false
    }
  }, [api, attempt, folders])
  return warnings
}

/** Where pictures are saved. A path is used when it is complete: at Enter, or when the field is left. */
function OutputFolder() {
  const { attempt, set, settings } = useStudio()
  const { outputFolder } = useStore(settings)
  const { text, type, commit } = useTyped(folder => {
    void attempt(() => set({ outputFolder: folder.trim() }))
    return null
  })
  return (
    <TextField
      className={fields.field}
      value={text ?? outputFolder}
      onChange={type}
      onBlur={commit}
      onKeyDown={event => event.key === 'Enter' && commit()}
    >
      <Label>Pictures go to</Label>
      <Input placeholder="the default folder" />
    </TextField>
  )
}

/** Selects a folder in the system's dialog; in a browser, its path is typed. */
function AddFolder({ add }: { readonly add: (folder: string) => void }) {
  const { api, attempt, facts } = useStudio()
  const [typed, setTyped] = useState('')
  const pick = () => attempt(async () => add((await api.request('folder:pick')) ?? ''))
  const addTyped = () => {
    add(typed)
    setTyped('')
  }
  if (facts.dialogs)
    return (
      <Button onPress={() => void pick()}>
        <FolderPlus /> Add a folder…
      </Button>
    )
  return (
    <div className={flow.row}>
      <TextField
        aria-label="Path of a models folder"
        value={typed}
        onChange={setTyped}
        onKeyDown={event => event.key === 'Enter' && addTyped()}
      >
        <Input placeholder="/home/me/ComfyUI/models" />
      </TextField>
      <Button onPress={addTyped}>
        <FolderPlus /> Add
      </Button>
    </div>
  )
}
