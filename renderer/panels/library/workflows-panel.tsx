import { Download, FolderOpen, RefreshCw } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Example, Examples, ListedWorkflow } from '../../../runtime/contract/answers.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { openPath } from '../../commands/exchange/workflow-files.ts'
import { IconButton } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { buttons, flow, texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import library from './library.module.css'
import css from './workflows-panel.module.css'

/** Workflows that can be opened: recent ones, saved ones, and the examples. */
export function WorkflowsPanel() {
  const studio = useStudio()
  const [lists, setLists] = useState<Examples | null>(null)
  const load = useCallback(
    () => void studio.attempt(async () => setLists(await studio.api.request('workflow:list'))),
    [studio],
  )
  useEffect(load, [load])
  return (
    <SidePanel title="Workflows" actions={<IconButton icon={RefreshCw} label="Refresh the list" onPress={load} />}>
      <Button onPress={() => runCommand(studio, 'file.open')}>
        <FolderOpen /> Open a file…
      </Button>
      <Files title="Recent" files={lists?.recent ?? []} />
      <Files title="Saved" files={lists?.saved ?? []} />
      <h3>Examples</h3>
      <ExampleList examples={lists?.examples ?? []} />
      <h3>For your own models</h3>
      <p className={texts.faint}>
        These examples need models that you download. Put each file into the folder of its kind in your models folder.
      </p>
      <ExampleList examples={lists?.forYourModels ?? []} />
    </SidePanel>
  )
}

function ExampleList({ examples }: { readonly examples: readonly Example[] }) {
  const studio = useStudio()
  return (
    <ul>
      {examples.map(({ id, path, title, about, picture, files }) => (
        <li key={id}>
          <Button className={`${buttons.quiet} ${library.card}`} onPress={() => void openPath(studio, path)}>
            {picture && <img src={picture} alt="" />}
            <span>
              <b>{title}</b>
              <span className={`${texts.faint} ${library.about}`}>{about}</span>
              <Missing files={files} />
            </span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** The missing files, and the folder where each is expected. */
function Missing({ files }: { readonly files: Example['files'] }) {
  const { names } = useStore(useStudio().files)
  const missing = new Map(
    files
      .filter(({ folder, name }) => !names[folder]?.includes(name))
      .map(file => [`${file.folder} ${file.name}`, file]),
  )
  return [...missing].map(([key, { folder, name }]) => (
    <span key={key} className={css.missing}>
      <Download />
      <span className={texts.hidden}>missing: </span>
      <span>
        {folder}/<wbr />
        {name}
      </span>
    </span>
  ))
}

function Files({ title, files }: { readonly title: string; readonly files: readonly ListedWorkflow[] }) {
  const studio = useStudio()
  if (files.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className={library.entries}>
        {files.map(({ path, title }) => (
          <li key={path} title={path}>
            <Button className={buttons.quiet} onPress={() => void openPath(studio, path)}>
              <span className={flow.name}>{title}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
