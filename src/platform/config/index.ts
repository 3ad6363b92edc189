export { Settings, type LogLevel, type ProcessRole } from './settings.js';
export { EXIT_CONFIG, SettingsError, loadSettings, type SettingsProblem } from './load-settings.js';
export { keptAdminKey, secretsKeyFile, secretsKeys } from './generated-keys.js';
