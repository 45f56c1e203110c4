package io.buddykv.node.simulation;

import java.util.Arrays;

/**
 * What is to happen, by time, and by the order in which it was asked for where the time is the same. A binary heap in
 * arrays: the queue is what a run uses most.
 */
final class EventQueue {
    private long[] times = new long[1024];
    private long[] orders = new long[1024];
    private Runnable[] actions = new Runnable[1024];
    private int size;
    private long lastOrder;

    boolean isEmpty() {
        return size == 0;
    }

    /** When the first one is due; only while there is one. */
    long firstTime() {
        return times[0];
    }

    void add(long time, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        long order = ++lastOrder;
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (times[parent] <= time) {
                break;
            }
            move(parent, place);
            place = parent;
        }
        put(place, time, order, action);
    }

    /** Takes the first one away; only while there is one. */
    Runnable poll() {
        Runnable first = actions[0];
        int last = --size;
        long time = times[last];
        long order = orders[last];
        Runnable action = actions[last];
        actions[last] = null;
        if (last > 0) {
            int place = 0;
            for (int child = firstChild(0); child >= 0 && isBefore(child, time, order); child = firstChild(place)) {
                move(child, place);
                place = child;
            }
            put(place, time, order, action);
        }
        return first;
    }

    /** Of the two children the one that comes first; negative when there is none. */
    private int firstChild(int place) {
        int left = 2 * place + 1;
        int right = left + 1;
        if (left >= size) {
            return -1;
        }
        return right < size && isBefore(right, times[left], orders[left]) ? right : left;
    }

    private boolean isBefore(int place, long time, long order) {
        return times[place] < time || (times[place] == time && orders[place] < order);
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], actions[from]);
    }

    private void put(int place, long time, long order, Runnable action) {
        times[place] = time;
        orders[place] = order;
        actions[place] = action;
    }
}
