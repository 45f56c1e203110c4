import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';
import '@vaadin/button';

/**
 * The cluster of Dev Services: its slaves, one square for each key range in the colour of the slave that serves it, framed while that is
 * not its home; and a button for each slave that kills it.
 */
export class QwcBuddykvCluster extends LitElement {
    jsonRpc = new JsonRpc(this);

    static styles = css`
        :host { display: block; padding: 10px; }
        table { border-spacing: 20px 4px; margin-left: -20px; }
        th { text-align: left; font-weight: normal; color: var(--lumo-contrast-60pct); }
        .ranges { display: flex; flex-wrap: wrap; gap: 2px; max-width: 560px; margin: 16px 0; }
        .range { width: 14px; height: 14px; border: 2px solid transparent; }
        .redirected { border-color: var(--lumo-error-color); }
        .alone { opacity: 0.4; }
        .down { background: repeating-linear-gradient(45deg, gray, gray 2px, transparent 2px, transparent 4px); }
        .trouble { color: var(--lumo-error-text-color); }
    `;

    static properties = {
        _status: { state: true },
        _told: { state: true }
    };

    connectedCallback() {
        super.connectedCallback();
        this._look();
    }

    disconnectedCallback() {
        clearTimeout(this._timer);
        this._timer = null;
        super.disconnectedCallback();
    }

    _look() {
        this._timer = setTimeout(() => this._look(), 1000);
        this.jsonRpc.status()
            .then(answer => this._status = JSON.parse(answer.result))
            .catch(failure => this._status = { trouble: String(failure) });
    }

    _kill(slave) {
        this._told = `slave ${slave} is being killed`;
        this.jsonRpc.kill({ slave: String(slave) })
            .then(answer => this._told = answer.result)
            .catch(failure => this._told = String(failure));
    }

    _colour(slave) {
        return `hsl(${(slave * 67 + 140) % 360} 55% 50%)`;
    }

    render() {
        const status = this._status;
        if (!status) {
            return html`<p>Asking the cluster…</p>`;
        }
        if (status.trouble) {
            return html`<p class="trouble">${status.trouble}</p>`;
        }
        const ranges = status.cluster.ranges;
        return html`
            <p>${status.cluster.ready ? 'Ready' : 'Not ready'}${status.cluster.redundant ? ', every key on another slave as well' : ', some keys on one slave only'};
               map version ${status.cluster.version}, ${ranges.redirected} of ${ranges.total} key ranges redirected, ${ranges.down} down.</p>
            <table>
                <tr><th>slave</th><th>state</th><th>serves</th><th>copies</th><th>joining</th><th></th></tr>
                ${status.cluster.slaves.map(slave => html`
                    <tr>
                        <td style="color: ${this._colour(slave.number)}">■ ${slave.number}</td>
                        <td>${slave.state}</td>
                        <td>${slave.primaries} of ${slave.homes}</td>
                        <td>${slave.copies}</td>
                        <td>${slave.joining}</td>
                        <td><vaadin-button theme="error small" @click=${() => this._kill(slave.number)}>Kill</vaadin-button></td>
                    </tr>`)}
            </table>
            <div class="ranges">${status.ranges.map(range => this._range(range))}</div>
            <p>${this._told ?? ''}</p>`;
    }

    _range(range) {
        const served = range.primary !== null && range.primary !== undefined;
        const redirected = served && range.primary !== range.home;
        const alone = served && range.inSync.length < 2;
        return html`<span
            class="range ${served ? '' : 'down'} ${redirected ? 'redirected' : ''} ${alone ? 'alone' : ''}"
            style=${served ? `background: ${this._colour(range.primary)}` : ''}
            title="range ${range.range}: home ${range.home}, served by ${served ? range.primary : 'nobody'}, in sync on ${range.inSync.join(', ')}"></span>`;
    }
}
customElements.define('qwc-buddykv-cluster', QwcBuddykvCluster);
