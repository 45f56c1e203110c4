import { LitElement, html, css, nothing } from 'lit';
import { JsonRpc } from 'jsonrpc';
import { devServices } from 'build-time-data';
import '@vaadin/button';

/**
 * The cluster of each client that the application uses, as the client sees it: its slaves, and one square for each key range in the colour
 * of the slave that serves it, framed while that is not its home, pale while there is no second copy. Slaves of the cluster that Dev
 * Services have started have a button that kills them.
 */
export class QwcBuddykvClusters extends LitElement {
    jsonRpc = new JsonRpc(this);

    static styles = css`
        :host { display: block; padding: 10px; overflow: auto; }
        table { border-spacing: 20px 4px; margin-left: -20px; }
        th { text-align: left; font-weight: normal; color: var(--lumo-contrast-60pct); }
        .ranges { display: flex; flex-wrap: wrap; gap: 2px; max-width: 576px; margin: 16px 0; }
        .range { width: 12px; height: 12px; border: 2px solid transparent; border-radius: 3px; }
        .redirected { border-color: var(--lumo-error-color); }
        .alone { opacity: 0.4; }
        .down { background: repeating-linear-gradient(45deg, gray, gray 2px, transparent 2px, transparent 4px); }
        .trouble { color: var(--lumo-error-text-color); }
        .legend { max-width: 576px; color: var(--lumo-contrast-60pct); font-size: var(--lumo-font-size-s); }
    `;

    static properties = {
        _clients: { state: true },
        _trouble: { state: true },
        _told: { state: true }
    };

    connectedCallback() {
        super.connectedCallback();
        this._look();
    }

    disconnectedCallback() {
        clearTimeout(this._timer);
        super.disconnectedCallback();
    }

    _look() {
        this.jsonRpc.status()
            .then(answer => {
                this._clients = answer.result;
                this._trouble = null;
            })
            .catch(failure => this._trouble = text(failure))
            .finally(() => {
                if (this.isConnected) {
                    this._timer = setTimeout(() => this._look(), 500);
                }
            });
    }

    _kill(slave) {
        this._told = `Slave ${slave} is being killed.`;
        this.jsonRpc.kill({ slave: String(slave) })
            .then(() => this._told = `Slave ${slave} has been killed; it comes again by itself.`)
            .catch(failure => this._told = text(failure));
    }

    render() {
        if (this._trouble) {
            return html`<p class="trouble">${this._trouble}</p>`;
        }
        if (!this._clients) {
            return html`<p>Asking the application…</p>`;
        }
        if (this._clients.length === 0) {
            return html`<p>The application uses no client that has hosts.</p>`;
        }
        return html`
            ${this._clients.map(client => this._client(client))}
            <p class="legend">A square is a key range, in the colour of the slave that serves it: framed while that is not its home, pale
               while there is no second copy, striped while nobody serves it.</p>`;
    }

    _client(client) {
        return html`
            ${this._clients.length > 1 ? html`<h4>${client.name}</h4>` : nothing}
            ${client.cluster
                ? this._cluster(client.cluster, devServices && client.isDefault)
                : html`<p class="trouble">No node of the cluster has answered yet.</p>`}`;
    }

    _cluster(cluster, ours) {
        const down = cluster.ranges.filter(range => !range.primary).length;
        const redirected = cluster.ranges.filter(isRedirected).length;
        const alone = cluster.ranges.filter(isAlone).length;
        return html`
            <p>Map version ${cluster.version}: ${cluster.ranges.length} key ranges, ${redirected} of them redirected, ${alone} without a
               second copy, ${down} down.</p>
            <table>
                <tr><th>slave</th><th>state</th><th>serves</th><th>home of</th><th>copies</th><th>joining</th><th></th></tr>
                ${cluster.slaves.map(slave => html`
                    <tr>
                        <td><span style="color: ${colour(slave.number)}">■</span> ${slave.number}</td>
                        <td>${slave.state.toLowerCase()}</td>
                        <td>${slave.serves}</td>
                        <td>${slave.homes}</td>
                        <td>${slave.copies}</td>
                        <td>${slave.joining}</td>
                        <td>${ours ? html`
                            <vaadin-button theme="error small" id="kill-${slave.number}" ?disabled=${slave.state !== 'UP'}
                                @click=${() => this._kill(slave.number)}>Kill</vaadin-button>` : nothing}</td>
                    </tr>`)}
            </table>
            ${ours && this._told ? html`<p>${this._told}</p>` : nothing}
            <div class="ranges">${cluster.ranges.map((range, index) => square(range, index))}</div>`;
    }
}

function text(failure) {
    return failure?.error?.message ?? failure?.message ?? JSON.stringify(failure);
}

function colour(slave) {
    return `hsl(${(slave * 67 + 140) % 360} 55% 50%)`;
}

function isRedirected(range) {
    return range.primary && range.primary !== range.home;
}

function isAlone(range) {
    return range.primary && range.inSync.length < 2;
}

function square(range, index) {
    return html`<span
        class="range ${range.primary ? '' : 'down'} ${isRedirected(range) ? 'redirected' : ''} ${isAlone(range) ? 'alone' : ''}"
        style=${range.primary ? `background-color: ${colour(range.primary)}` : ''}
        title="range ${index}: home ${range.home}, served by ${range.primary || 'nobody'}, in sync on ${range.inSync.join(', ')}"></span>`;
}

customElements.define('qwc-buddykv-clusters', QwcBuddykvClusters);
