import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base'
import { FusesPlugin } from '@electron-forge/plugin-fuses'
import type { ForgeConfig, ForgePlatform } from '@electron-forge/shared-types'
import { belongs, licences } from './electron/packaging/contents.ts'

/** Forge packages (`npm run package`), electron-builder makes installers of the package (`npm run make`). */
const root = import.meta.dirname
const target = {
  platform: process.env.npm_config_platform ?? process.platform,
  arch: process.env.npm_config_arch ?? process.arch,
}
const licenceFile = join(root, '.cache/THIRD-PARTY-LICENSES.txt')
mkdirSync(join(root, '.cache'), { recursive: true })
writeFileSync(licenceFile, licences(target))
const isNeeded = belongs(target)

/** Hands the packaged folder to electron-builder. */
class InstallerMaker extends MakerBase<Readonly<Record<string, readonly string[]>>> {
  name = 'electron-builder'
  defaultPlatforms: ForgePlatform[] = ['linux', 'win32', 'darwin']

  override isSupportedOnCurrentPlatform(): boolean {
    return true
  }

  override async make({ dir, makeDir, targetArch, targetPlatform }: MakerOptions): Promise<string[]> {
    const { build, Platform, archFromString } = await import('electron-builder')
    const platform = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[targetPlatform as 'linux']
    return build({
      prepackaged: dir,
      publish: 'never',
      projectDir: root,
      targets: platform.createTarget([...(this.config[targetPlatform] ?? ['dir'])], archFromString(targetArch)),
      config: { directories: { output: join(makeDir, 'installers') } },
    })
  }
}

const config: ForgeConfig = {
  packagerConfig: {
    name: 'Leapgraph',
    executableName: 'leapgraph',
    appBundleId: 'org.leapgraph.app',
    icon: join(root, 'electron/icon/icon'),
    // `contents.ts` says what belongs in, down to the packages.
    prune: false,
    ignore: path => !isNeeded(path),
    // ONNX Runtime and sharp load libraries that lie beside them, which only real files can.
    asar: { unpack: '**/node_modules/{onnxruntime-node,sharp,@img,koffi,@koromix}/**' },
    extraResource: [join(root, 'models'), join(root, 'workflows'), licenceFile, join(root, 'LICENSE')],
    // A folder with Electron's zip, where it cannot be downloaded; tests put a made-up one there.
    ...(process.env.ELECTRON_ZIP_DIR && { electronZipDir: process.env.ELECTRON_ZIP_DIR }),
  },
  // Everything native is N-API: nothing is compiled against Electron.
  rebuildConfig: { onlyModules: [] },
  makers: [
    new InstallerMaker({
      linux: (process.env.LINUX_TARGETS ?? 'AppImage,deb').split(','),
      win32: ['nsis'],
      darwin: ['dmg', 'zip'],
    }),
  ],
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    }),
  ],
}

export default config
