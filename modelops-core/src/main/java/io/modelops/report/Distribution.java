package io.modelops.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one feature lie in bins, on one side or on two that are compared. An immutable value; each method
 * returns a new one.
 *
 * @param name the name of the feature; a long one is shortened where it is shown
 * @param status what is found about it, shown beside the name, or null
 * @param finding what is found about it in one sentence, empty for none
 * @param shape how the bins follow one another
 * @param bins the bins, in order
 * @param facts numbers about the feature, in order
 * @param detail how much is shown of it
 */
public record Distribution(
        String name,
        Page.@Nullable Status status,
        String finding,
        Shape shape,
        List<Bin> bins,
        List<Fact> facts,
        Detail detail) {
    /** How bins follow one another. */
    public enum Shape {
        /**
         * Each bin is a range of numbers that begins where the one before it ends. Drawn as an area over the numbers if all
         * ranges are known and none is narrow beyond seeing, else as columns of equal width.
         */
        RANGES,
        /** Each bin stands for itself; drawn as bars one below the other. */
        CATEGORIES
    }

    /** How much of a distribution is shown. */
    public enum Detail {
        /** The picture and all numbers. */
        OPEN,
        /** The picture and all numbers, folded away until a reader opens them. */
        FOLDED,
        /** The picture alone, folded away; for those at the end of a long list. */
        BRIEF
    }

    /**
     * One bin.
     *
     * @param label which values it holds; a long text is shortened where it is shown
     * @param reference which share of the reference lies in it, 0..1, NaN if not known
     * @param current which share of the other side lies in it, 0..1, NaN if not known or if there is no other side
     * @param apart whether it is set apart from the values themselves, such as the bin of missing ones
     * @param from where its range begins, NaN if it is no range or the beginning is not known
     * @param to where its range ends, NaN if it is no range or the end is not known
     */
    public record Bin(String label, double reference, double current, boolean apart, double from, double to) {
        /**
         * A bin that is no range.
         *
         * @param label which values it holds
         * @param reference which share of the reference lies in it, 0..1, NaN if not known
         * @param current which share of the other side lies in it, 0..1, NaN if not known
         * @param apart whether it is set apart from the values themselves
         */
        public Bin(String label, double reference, double current, boolean apart) {
            this(label, reference, current, apart, Double.NaN, Double.NaN);
        }
    }

    /**
     * One number about a feature.
     *
     * @param name what it is
     * @param reference its value in the reference, NaN if not known
     * @param current its value on the other side, NaN if not known or if there is no other side
     */
    public record Fact(String name, double reference, double current) {}

    /**
     * Copies and keeps the parts.
     *
     * @param name the name of the feature
     * @param status what is found about it, or null
     * @param finding what is found about it in one sentence, empty for none
     * @param shape how the bins follow one another
     * @param bins the bins, in order
     * @param facts numbers about the feature, in order
     * @param detail how much is shown of it
     */
    public Distribution {
        bins = List.copyOf(bins);
        facts = List.copyOf(facts);
    }

    /**
     * Starts a distribution that is shown open.
     *
     * @param name the name of the feature
     * @param shape how the bins follow one another
     * @return a distribution without bins
     */
    public static Distribution of(String name, Shape shape) {
        return new Distribution(name, null, "", shape, List.of(), List.of(), Detail.OPEN);
    }

    /**
     * Sets what is found about the feature.
     *
     * @param status a word in a tone
     * @param finding one sentence, empty for none
     * @return a distribution with it
     */
    public Distribution found(Page.Status status, String finding) {
        return new Distribution(name, status, finding, shape, bins, facts, detail);
    }

    /**
     * Adds a bin.
     *
     * @param bin the bin
     * @return a distribution that ends with the bin
     */
    public Distribution bin(Bin bin) {
        List<Bin> longer = new ArrayList<>(bins);
        longer.add(bin);
        return new Distribution(name, status, finding, shape, longer, facts, detail);
    }

    /**
     * Sets the numbers about the feature.
     *
     * @param facts the numbers, in order
     * @return a distribution with them
     */
    public Distribution facts(List<Fact> facts) {
        return new Distribution(name, status, finding, shape, bins, facts, detail);
    }

    /**
     * Sets how much is shown.
     *
     * @param detail how much is shown
     * @return a distribution that is shown so
     */
    public Distribution detail(Detail detail) {
        return new Distribution(name, status, finding, shape, bins, facts, detail);
    }
}
