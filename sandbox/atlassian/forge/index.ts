import type { SandboxApp } from '../../core/index.ts';
import type { AtlassianState } from '../state.ts';

/** Mounts the app platform of the stand-in. */
export function mountForge(_app: SandboxApp, _state: AtlassianState): void {}
