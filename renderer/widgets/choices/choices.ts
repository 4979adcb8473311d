import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Widget } from '../../../graph/node.ts'
import { isFile } from '../../../graph/widgets/file.ts'
import { kindOf } from '../../../graph/widgets/widget-kinds.ts'
import type { FilesState } from '../../studio/studio.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { inputAddress } from '../pictures/picture-address.ts'
import type { Choice } from './choice-list.tsx'

/** The choices of a widget. The list of model files is asked for when it is needed first. */
export function useChoices(port: Widget): readonly Choice[] {
  const studio = useStudio()
  const files = useStore(studio.files)
  const { models } = files
  const folder = isFile(port) ? port.folder : null
  useEffect(() => {
    if (folder !== null && folder !== 'input' && models === null) void studio.attempt(studio.loadModels)
  }, [studio, folder, models])
  return choicesOf(port, files)
}

/** All values that a widget may have, or the files of its folder with what is known of them. */
export function choicesOf(port: Widget, { names, models }: FilesState): readonly Choice[] {
  if (!isFile(port)) {
    const all = kindOf(port).series?.all?.(port) ?? []
    return all.map(value => ({ id: String(value), title: String(value) }))
  }
  const { folder, none } = port
  const named = none === undefined ? [] : [{ id: none, title: none }]
  const files = (names[folder] ?? []).map(name => {
    const model = models?.find(each => each.folder === folder && each.name === name)
    const picture = folder === 'input' ? inputAddress(name, 64) : model?.picture
    return { id: name, title: name, hint: model?.family ?? model?.kind ?? undefined, picture }
  })
  return [...named, ...files]
}

/** The three names most similar to a missing one: the file may have been renamed or moved. */
export function similar(wanted: string, choices: readonly Choice[]): readonly Choice[] {
  const words = (text: string) =>
    new Set(
      text
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter(Boolean),
    )
  const asked = words(wanted)
  return choices
    .map(choice => ({ choice, common: [...words(choice.id)].filter(word => asked.has(word)).length }))
    .filter(({ common }) => common > 1)
    .toSorted((a, b) => b.common - a.common)
    .slice(0, 3)
    .map(({ choice }) => choice)
}
