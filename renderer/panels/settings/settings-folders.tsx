import { FolderPlus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, Input, Label, TextField } from 'react-aria-components'
import { useStore } from 'zustand'
import { buttons, fields, flow, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import css from './settings.module.css'

/** The folders of models, and the folder where pictures are saved. */
export function FolderSettings() {
  const studio = useStudio()
  const { modelFolders, outputFolder } = useStore(studio.settings)
  const [typed, setTyped] = useState('')
  const change = (folders: readonly string[]) => studio.attempt(() => studio.set({ modelFolders: [...folders] }))
  const add = (folder: string | null) => {
    if (folder !== null && folder.trim() !== '') void change([...modelFolders, folder.trim()])
    setTyped('')
  }
  const pick = () => studio.attempt(async () => add(await studio.api.request('folder:pick')))
  return (
    <div className={css.section}>
      <h3>Models folders</h3>
      <p className={texts.faint}>
        Laid out as in ComfyUI, with the folders checkpoints, loras, vae, controlnet and so on. The built-in model is
        always available.
      </p>
      <ul className={css.folders}>
        {modelFolders.map(folder => (
          <li key={folder}>
            <span>{folder}</span>
            <Button
              className={buttons.icon}
              aria-label={`Remove ${folder}`}
              onPress={() => void change(modelFolders.filter(each => each !== folder))}
            >
              <Trash2 />
            </Button>
          </li>
        ))}
      </ul>
      {studio.facts.dialogs ? (
        <Button onPress={() => void pick()}>
          <FolderPlus /> Add a folder…
        </Button>
      ) : (
        <div className={flow.row}>
          <TextField
            aria-label="Path of a models folder"
            value={typed}
            onChange={setTyped}
            onKeyDown={event => event.key === 'Enter' && add(typed)}
          >
            <Input placeholder="/home/me/ComfyUI/models" />
          </TextField>
          <Button onPress={() => add(typed)}>
            <FolderPlus /> Add
          </Button>
        </div>
      )}
      <TextField
        className={fields.field}
        value={outputFolder}
        onChange={folder => void studio.attempt(() => studio.set({ outputFolder: folder }))}
      >
        <Label>Pictures go to</Label>
        <Input placeholder="the default folder" />
      </TextField>
    </div>
  )
}
