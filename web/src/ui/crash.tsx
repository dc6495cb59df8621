import { Component, type ReactNode } from 'react';
import { texts } from '../texts.js';
import { Button, Note } from './parts.js';

/** Keeps a fault of one screen, or a part of the app that did not load, from taking everything else away. */
export class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) {
      return this.props.children;
    }
    return (
      <div role="alert">
        <Note icon="alert" title={texts.app.crashed} hint={texts.app.crashedHint}>
          <Button look="strong" onClick={() => location.reload()}>
            {texts.app.reload}
          </Button>
        </Note>
      </div>
    );
  }
}
