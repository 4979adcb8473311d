/** SHA-256 of wheels on pypi.org, by file name. Libraries run with all rights of the user, so other files need consent. */
export const knownWheels: Readonly<Record<string, string>> = {
  'openvino-2026.4.0-22959-cp311-cp311-manylinux_2_28_x86_64.whl':
    '71ee4e65a914044a510af43da16f3279c8f9dae22cbc8eac63d4a785c4a9c03f',
  'openvino-2026.4.0-22959-cp311-cp311-win_amd64.whl':
    'f00130dee4046272fc734afd88b9cbc69066f37219337828e04f1a1b257b2288',
  'openvino-2026.4.0-22959-cp311-cp311-macosx_11_0_arm64.whl':
    '73f54242b6cf6fb5b6ddee27cfc3c510ddbae96125d6bdb0408aa71a473748a8',
  'openvino-2026.4.0-22959-cp312-cp312-manylinux_2_28_x86_64.whl':
    '75245768f656afffd49078cee55b50b9501bb6778798aec3cc30e5613a86e370',
  'openvino-2026.4.0-22959-cp312-cp312-win_amd64.whl':
    '1d64a3178e750ea35f4095dc8ee6e0492795a5cf85c0dd24593a29f8a60c209d',
  'openvino-2026.4.0-22959-cp312-cp312-macosx_11_0_arm64.whl':
    '171b876d1e732b2cf1c6a47d48dc6065fe7a36abe3d2a0035c8d3be36c0d67a1',
  'openvino-2026.4.0-22959-cp313-cp313-manylinux_2_28_x86_64.whl':
    '186abfe5f355c33f19b50fe48340f9af0110e92fd279b7358a023fcbd225c380',
  'openvino-2026.4.0-22959-cp313-cp313-win_amd64.whl':
    'e822141285804444ef5fa5e916f5d42e50f7fafebfbfc5d0d7c3a335de1aa5fb',
  'openvino-2026.4.0-22959-cp313-cp313-macosx_11_0_arm64.whl':
    '2483df2786ab9c5b63f5f712d2aed38d6d227dc5f400dbbeb49dc2c84c2109e3',
}
