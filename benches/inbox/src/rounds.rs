//! Rounds in which each contender has one turn, and what they come to.

/// The figures of one contender, round by round.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) figures: Vec<f64>,
}

impl Row {
    pub(crate) fn new(name: String) -> Self {
        Self { name, figures: Vec::new() }
    }
}

/// The number of rounds.
pub(crate) fn number() -> usize {
    std::env::var("ROUNDS").map_or(5, |rounds| rounds.parse().expect("a number"))
}

/// Prints medians, and medians of the ratios to the first contender in the same round.
pub(crate) fn print(unit: &str, rows: &[Row]) {
    println!("\n| | {unit} | ratio to the first | lowest to highest ratio |\n|---|---|---|---|");
    for row in rows {
        let ratios: Vec<f64> =
            row.figures.iter().zip(&rows[0].figures).map(|(own, base)| own / base).collect();
        println!(
            "| {} | {:.0} | {:.2} | {:.2} to {:.2} |",
            row.name,
            quantile(&row.figures, 0.5),
            quantile(&ratios, 0.5),
            quantile(&ratios, 0.0),
            quantile(&ratios, 1.0),
        );
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index"
)]
pub(crate) fn quantile(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}
