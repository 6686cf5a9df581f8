/** What the modules of a project's own declare their settings with. */
export {
  choice,
  count,
  notNegative,
  number,
  positive,
  probability,
  type Settings,
  type SettingsOf,
  yesOrNo,
} from '../../schemas/setting.ts';
