/**
 * Recommendation: who liked what, to what they may like next.
 *
 * <p>{@link dev.hourglass.tasks.recommend.Interactions} are ratings as yes or no, thinned to users
 * and items with enough of them. {@link dev.hourglass.tasks.recommend.Recommender} is fitted on
 * them: a variational autoencoder with a multinomial likelihood (Liang et al. 2018), the linear
 * item-item model with a zero diagonal (EASE, Steck 2019), the product of both (VASP, Vančura and
 * Kordík 2021), or plain popularity, whichever serves users best whom it has not seen. It is saved
 * in one file and asked for the top of items. {@link
 * dev.hourglass.tasks.recommend.RecommendationEvaluation} measures it on users held out.
 */
package dev.hourglass.tasks.recommend;
